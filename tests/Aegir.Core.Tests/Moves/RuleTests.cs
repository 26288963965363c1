using Aegir.Tests.Components;
using Aegir.Tests.Drupal;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Moves;

/// <summary>What the packages of a site and of a platform say to a move (aegir-spec 3.3, 3.4).</summary>
public sealed class RuleTests
{
    private const string Site = "ruled.example.test";

    private static readonly MoveRequest Request = new(MoveKind.Migrate, Site) { Platform = "new" };

    [NeedsPhpTheory]
    [InlineData(10)]
    [InlineData(7)]
    [Trait("Oracle", "29")]
    public async Task A_schema_that_would_go_backwards_blocks(int major)
    {
        // The original begins and rolls back; we see it before anything is touched.
        using var trial = await Trial.MakeAsync([Site], major: major, modules: ["backslider"]);

        var plan = await trial.Hub.Moves.PlanAsync(Request, default);
        var result = await trial.RunAsync(Request);

        Assert.Single(plan.Packages, row => row is { Name: "backslider", Change: PackageChange.Error });
        Assert.Equal(MoveOutcome.Blocked, result.Outcome);
        Assert.Contains("backslider", result.Message);
        trial.AssertWhole(Site, "old");
    }

    [NeedsPhpFact]
    [Trait("Oracle", "30")]
    public async Task The_same_module_does_not_where_it_is_disabled()
    {
        using var trial = await Trial.MakeAsync([Site], major: 7, modules: ["backslider"], prepare: pair => SiteTree.Php(
            $"(new PDO('sqlite:{pair.OldDocroot}/sites/{Site}/files/.ht.sqlite'))->exec(\"UPDATE system SET status = 0 WHERE name = 'backslider'\");"));

        var result = await trial.RunAsync(Request);

        trial.AssertDone(result, trial.Pair.NewDocroot);
    }

    [NeedsPhpFact]
    [Trait("Oracle", "31")]
    public async Task A_module_that_the_target_lacks_blocks_unless_it_is_let_through()
    {
        // The original goes on with a warning, and the module is gone: it takes a word to let that happen.
        using var trial = await Trial.MakeAsync(Site, "legacy_widget");

        var blocked = await trial.RunAsync(Request);
        var result = await trial.RunAsync(Request with { AllowMissing = ["legacy_widget"] });

        Assert.Equal(MoveOutcome.Blocked, blocked.Outcome);
        trial.AssertDone(result, trial.Pair.NewDocroot);
        Assert.Contains(trial.Hub.Tasks.LogOf(result.TaskId!.Value),
            entry => entry.Level == TaskLogLevel.Warning && entry.Message.Contains("legacy_widget", StringComparison.Ordinal));
    }

    [NeedsPhpFact]
    [Trait("Oracle", "32")]
    public async Task A_target_without_updates_is_never_older()
    {
        using var trial = await Trial.MakeAsync([Site], modules: ["backslider"],
            prepare: pair => File.Delete(pair.NewDocroot + "/modules/contrib/backslider/backslider.install"));

        var result = await trial.RunAsync(Request);

        trial.AssertDone(result, trial.Pair.NewDocroot);
    }
}

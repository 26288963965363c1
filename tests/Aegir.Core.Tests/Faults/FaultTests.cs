using Aegir.Tests.Components;
using Aegir.Tests.Upgrades.Kills;
using Xunit.Abstractions;

namespace Aegir.Tests.Faults;

/// <summary>Whatever goes wrong, in whichever step of whichever operation: afterwards the site is whole, and it has happened or it has not. All of it with
/// AEGIR_TEST_THOROUGH=1, where AEGIR_TEST_FAULTS may name operations; else a sample in which each operation and each fault occurs.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    [NeedsFaultsFact]
    public Task Operations_on_sites() => RunAsync(FaultedOperation.OfSites);

    [NeedsFaultsFact]
    public Task Operations_on_platforms() => RunAsync(FaultedOperation.OfPlatforms);

    private async Task RunAsync(IReadOnlyList<FaultedOperation> operations)
    {
        using var matrix = new FaultMatrix(NeedsMountFactAttribute.MayMount);
        try
        {
            foreach (var (operation, turn) in operations.Select((operation, turn) => (operation, turn)))
                if (IsChosen(operation.Verb))
                {
                    await matrix.RunAsync(operation, turn);
                    FaultTable.Write(operation, matrix.Results.Where(result => result.Case.Operation == operation).ToList());
                }
        }
        finally
        {
            output.WriteLine(FaultTable.Of(matrix.Results));
        }
        var broken = FaultTable.Broken(matrix.Results);
        Assert.True(broken.Length == 0, broken);
    }

    /// <summary>False where others were named.</summary>
    internal static bool IsChosen(string verb) => Chosen is null || Chosen.Contains(verb);

    private static string[]? Chosen => Environment.GetEnvironmentVariable("AEGIR_TEST_FAULTS")?.Split(',', StringSplitOptions.RemoveEmptyEntries);
}

public sealed class NeedsFaultsFactAttribute() : NeedsFactAttribute([.. MariaDbServer.Needs, .. NginxServer.Needs, "rsync", "flock", "curl"]);

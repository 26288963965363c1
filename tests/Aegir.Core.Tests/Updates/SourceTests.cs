using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Tests.Updates;

/// <summary>Distributions that follow makefiles, the releases of drupal.org, and packages of composer.</summary>
public sealed class SourceTests : IDisposable
{
    private readonly UpdateLab lab = new();
    private readonly DrupalOrg drupal = new();

    public SourceTests() => lab.Hub.Distributions.ReleaseFeed = drupal.Feed;

    public void Dispose()
    {
        drupal.Dispose();
        lab.Dispose();
    }

    [NeedsFact("curl", "tar")]
    [Trait("Oracle", "63")]
    public async Task A_makefile_that_says_something_else_is_built()
    {
        drupal.AddCore(lab.Folder);
        drupal.Add("views", "module", "7.x-3.2");
        drupal.Add("token", "module", "7.x-1.0");
        var makefile = drupal.Server.Add("/site.make", "core = 7.x\napi = 2\nprojects[] = drupal\nincludes[] = more.make\n");
        drupal.Server.Add("/more.make", "core = 7.x\napi = 2\nprojects[] = views\n");
        lab.Follow(new MakefileUpdates(makefile));
        lab.Sink.OnEvent = item => Assert.True(item is not { Kind: TaskEventKind.Progress } || lab.Drupal.Target is null || item.Step == "tidy" || item.Step == "tell",
            $"the target moved before '{item.Step}'");
        Assert.Equal((UpdateOutcome.Targeted, "Drupal 7.98-1"), ((await lab.UpdateAsync()).Outcome, lab.Drupal.Target));
        lab.Sink.OnEvent = null;
        Assert.Equal((UpdateOutcome.Unchanged, 1), ((await lab.UpdateAsync()).Outcome, lab.Builds));
        // How it is laid out is not what it says.
        drupal.Server.Add("/site.make", "; The same.\ncore = \"7.x\"\napi = 2\n\nprojects[] = drupal\nincludes[] = more.make\n");
        Assert.Equal((UpdateOutcome.Unchanged, 1), ((await lab.UpdateAsync()).Outcome, lab.Builds));

        drupal.Server.Add("/more.make", "core = 7.x\napi = 2\nprojects[] = views\nprojects[] = token\n");
        Assert.Equal((UpdateOutcome.Targeted, 2), ((await lab.UpdateAsync()).Outcome, lab.Builds));
        Assert.Equal([("Drupal 7.98-1", PlatformStatus.Locked), ("Drupal 7.98-2", PlatformStatus.Enabled)], lab.State());
        Assert.Contains(lab.Hub.Platforms.Packages("Drupal 7.98-2"), package => package.Name == "token");
        Assert.Equal((UpdateOutcome.Unchanged, 2), ((await lab.UpdateAsync()).Outcome, lab.Builds));
    }

    [NeedsFact("curl")]
    public async Task What_may_pass_is_tried_three_times()
    {
        lab.Follow(new MakefileUpdates(lab.Folder.Write("site.make", $"core = 7.x\napi = 2\nprojects[drupal][download][type] = get\n"
            + $"projects[drupal][download][url] = {drupal.Server.Url}/none.tar.gz\n")));
        var outcomes = new List<UpdateOutcome>();
        for (var time = 0; time < 5; time++)
            outcomes.Add((await lab.UpdateAsync()).Outcome);
        Assert.Equal([UpdateOutcome.Failed, UpdateOutcome.Failed, UpdateOutcome.Failed, UpdateOutcome.FailedBefore, UpdateOutcome.FailedBefore], outcomes);
        Assert.Contains("none.tar.gz", lab.Drupal.Updates.FailedMessage);
    }

    [NeedsFact("curl", "tar")]
    public async Task The_newest_supported_release_of_drupal_org_is_built()
    {
        drupal.AddCore(lab.Folder, "7.98");
        lab.Follow(new StockUpdates("drupal", "7.x"), distribution => distribution with { PlatformName = "Drupal {version} of {date}" });
        var first = await lab.UpdateAsync();
        Assert.Equal((UpdateOutcome.Targeted, "7.98"), (first.Outcome, first.Version));
        Assert.False(lab.Drupal.Security!.IsAtStake);

        // An unchanged check is one request.
        var requests = drupal.Server.Requests.Count;
        Assert.Equal(UpdateOutcome.Unchanged, (await lab.UpdateAsync()).Outcome);
        Assert.Equal("/release-history/drupal/7.x", Assert.Single(drupal.Server.Requests.Skip(requests)).Path);

        drupal.AddCore(lab.Folder, "7.99", extra: Terms("Security update"));
        drupal.AddCore(lab.Folder, "7.100", extra: Terms("Insecure"));
        drupal.AddCore(lab.Folder, "7.101", extra: Terms("Unsupported"));
        drupal.Add("drupal", "core", "7.102-rc1", [1]);
        drupal.Add("drupal", "core", "8.0.0", [1]);
        var check = await lab.Hub.Distributions.CheckAsync("Drupal", lab.Sink, default);
        Assert.Equal((true, "7.99"), (check.HasMoved, check.Version));
        Assert.Equal("7.100", Assert.Single(check.Releases!.Insecure));
        Assert.Equal("7.101", Assert.Single(check.Releases.Unsupported));
        var security = lab.Drupal.Security!;
        Assert.Equal((true, "7.98: mended in 7.99"), (security.IsAtStake, security.ToString()));
        Assert.Equal("7.99", lab.Drupal.Updates.Label);
    }

    [NeedsFact("curl", "tar")]
    public async Task A_target_that_is_the_newest_already_needs_no_build()
    {
        drupal.AddCore(lab.Folder, "7.98");
        var root = lab.Folder.At("core/drupal-7.98");
        await lab.Hub.Platforms.AddAsync("By hand", root, "Drupal", lab.Sink, default);
        lab.Hub.Distributions.SetTarget("Drupal", "By hand");
        lab.Follow(new StockUpdates("drupal", "7.x"));
        Assert.Equal((UpdateOutcome.Unchanged, 0), ((await lab.UpdateAsync()).Outcome, lab.Builds));
    }

    [NeedsTestDataFact]
    public async Task Feeds_of_Drupals_own_tests()
    {
        async Task<UpdateCheck> CheckAsync(string feed, string? constraint = null, string project = "drupal")
        {
            drupal.Server.Add($"/release-history/{project}/current", File.ReadAllText($"{NeedsTestDataFactAttribute.Folder}/release-history/{feed}.xml"));
            lab.Follow(new StockUpdates(project, null, constraint));
            return await lab.Hub.Distributions.CheckAsync("Drupal", lab.Sink, default);
        }

        var secure = await CheckAsync("drupal.9.8.1-security");
        Assert.Equal(("9.8.1", "9.8.1"), (secure.Version, Assert.Single(secure.Releases!.Security)));
        Assert.Equal(["9.8.0", "9.8.0-alpha1"], secure.Releases.Insecure);
        var unsupported = await CheckAsync("drupal.9.8.2-unsupported_unpublished");
        Assert.Equal("9.8.2", unsupported.Version);
        Assert.Contains("9.8.1", unsupported.Releases!.Unsupported);
        Assert.Contains("9.6.1", unsupported.Releases.Unsupported);
        Assert.DoesNotContain("9.8.0", unsupported.Releases.Unsupported);
        Assert.Equal("10.0.0", (await CheckAsync("drupal.10.0.0")).Version);
        Assert.Equal("9.7.1", (await CheckAsync("drupal.9.8.2-unsupported_unpublished", "~9.7.0")).Version);
        Assert.Equal("ReleaseNotFound", (await Assert.ThrowsAsync<AegirException>(() => CheckAsync("aaa_update_test.no-releases", project: "aaa_update_test"))).Id);
        Assert.Equal("8.x-2.2", (await CheckAsync("aaa_update_test.sec.8.x-1.2_8.x-2.2", project: "aaa_update_test")).Version);
    }

    [NeedsFact("curl", "composer", "unzip")]
    public async Task A_package_of_composer_is_built_in_the_release_that_was_seen()
    {
        Serve("1.0.0", "1.1.0", "1.2.0-beta1", "2.0.0");
        lab.Follow(new ComposerUpdates("test/drupal", "^1.0", drupal.Server.Url));
        using var composing = Composing();
        var first = await composing.Distributions.UpdateAsync("Drupal", new UpdateOptions(), lab.Sink, default);
        Assert.True(first is { Outcome: UpdateOutcome.Targeted, Version: "1.1.0" }, $"{first} {first.Message}");
        Assert.Equal("1.1.0", System.Text.Json.JsonDocument.Parse(File.ReadAllText(lab.Hub.Platforms.Get(first.Platform!).ProjectRoot + "/marker.json")).RootElement.GetString());
        var requests = drupal.Server.Requests.Count;
        Assert.Equal(UpdateOutcome.Unchanged, (await lab.UpdateAsync()).Outcome);
        Assert.Equal("/p2/test/drupal.json", Assert.Single(drupal.Server.Requests.Skip(requests), request => !request.Path.StartsWith("/release-history", StringComparison.Ordinal)).Path);
        Serve("1.0.0", "1.1.0", "1.1.1", "2.0.0");
        Assert.Equal("1.1.1", (await lab.UpdateAsync(new UpdateOptions { CheckOnly = true })).Version);
        lab.Follow(new ComposerUpdates("test/drupal", "^9.0", drupal.Server.Url));
        Assert.Contains("1.1.1", (await Assert.ThrowsAsync<AegirException>(() => lab.UpdateAsync())).Message);
    }

    [NeedsFact("composer")]
    public async Task A_folder_moves_with_its_lock_file()
    {
        var folder = Path.GetDirectoryName(lab.Folder.Write("project/composer.json", "{}"))!;
        lab.Follow(new ComposerUpdates(folder));
        var json = (await lab.Hub.Distributions.CheckAsync("Drupal", lab.Sink, default)).Signature;
        lab.Folder.Write("project/composer.lock", "{\"one\": 1}");
        var one = (await lab.Hub.Distributions.CheckAsync("Drupal", lab.Sink, default)).Signature;
        lab.Folder.Write("project/composer.lock", "{\"two\": 2}");
        var two = (await lab.Hub.Distributions.CheckAsync("Drupal", lab.Sink, default)).Signature;
        Assert.Equal(3, new[] { json, one, two }.Distinct().Count());
        Assert.All([json, one, two], signature => Assert.Matches("^[0-9a-f]{64}$", signature));
    }

    public static TheoryData<UpdateSource, string> Wrong => new()
    {
        { new GitUpdates("ext::sh -c touch"), "SourceUrlRefused" },
        { new GitUpdates("/repository", "-x"), "SourceInvalid" },
        { new GitUpdates("/repository", "main", "1.*"), "SourceInvalid" },
        { new GitUpdates("https://user:secret@example.org/a.git"), "SourceUrlSecret" },
        { new MakefileUpdates("ftp://example.org/site.make"), "SourceUrlRefused" },
        { new StockUpdates("../drupal"), "SourceInvalid" },
        { new StockUpdates("drupal", "7"), "SourceInvalid" },
        { new StockUpdates("drupal", null, "about ten"), "SourceInvalid" },
        { new ComposerUpdates("drupal"), "SourceInvalid" },
        { new ComposerUpdates("drupal/drupal", null, "{}"), "SourceInvalid" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_followed_is_refused(UpdateSource source, string id)
    {
        Assert.Equal(id, Assert.Throws<AegirException>(() => lab.Follow(source)).Id);
        Assert.Null(lab.Drupal.Source);
    }

    [Fact]
    public void What_is_set_is_kept_and_another_source_forgets_what_was_known()
    {
        lab.Sql("UPDATE distribution SET built_signature = 'abc', failures = 3, failed_signature = 'def'");
        var rules = new UpgradeRules { Windows = [MaintenanceWindow.Parse("Sat 01:00-05:00 Europe/Berlin")], Canary = 2, MaxFailure = 3, ThrottleLimit = 8, AllowMissing = ["devel"], KeepDays = 30 };
        var source = new GitUpdates("https://example.org/site.git", "main", null, "web", false);
        lab.Follow(source, distribution => distribution with { Policy = UpdatePolicy.Upgrade, PlatformName = "{hash}", Rules = rules });
        var kept = lab.Drupal;
        Assert.Equal((source, UpdatePolicy.Upgrade, "{hash}", Server.MasterName), (kept.Source, kept.Policy, kept.PlatformName, kept.Server));
        Assert.Equal(rules.Windows, kept.Rules.Windows);
        Assert.Equal((2, 3, 8, 30), (kept.Rules.Canary, kept.Rules.MaxFailure, kept.Rules.ThrottleLimit, kept.Rules.KeepDays));
        Assert.Equal(["devel"], kept.Rules.AllowMissing);
        Assert.Equal((null, 0), (kept.Updates.BuiltSignature, kept.Updates.Failures));
        Assert.Equal("MaintenanceWindowMissing", Assert.Throws<AegirException>(() => lab.Follow(source, distribution => distribution with { Rules = new() })).Id);
        Assert.Equal("NameInvalid", Assert.Throws<AegirException>(() => lab.Follow(source, distribution => distribution with { PlatformName = "{nothing}" })).Id);
        Assert.Equal("ServerNotFound", Assert.Throws<AegirException>(() => lab.Follow(source, distribution => distribution with { Server = "elsewhere" })).Id);
    }

    // Composer takes nothing over plain http unless it is told to.
    private AegirHub Composing()
    {
        lab.Folder.Write("composer-home/config.json", """{"config": {"secure-http": false}}""");
        var program = lab.Folder.Write("programs/composer", $"#!/bin/sh\nCOMPOSER_HOME='{lab.Folder.At("composer-home")}' exec {Command.Run("sh", "-c", "command -v composer").Trim()} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var hub = AegirHub.Open(lab.HubFile, _ => new PathHost(lab.Folder.At("programs")));
        hub.Distributions.ReleaseFeed = drupal.Feed;
        return hub;
    }

    private static string Terms(string type) => $"<terms><term><name>Release type</name><value>{type}</value></term></terms>";

    private void Serve(params string[] versions)
    {
        foreach (var version in versions)
        {
            var root = lab.Folder.At("package-" + version);
            if (Directory.Exists(root))
                continue;
            Command.Run(Fixtures.At("make-platform"), "drupal-7.98", root);
            File.WriteAllText(root + "/composer.json", """{"name": "test/drupal", "repositories": [{"packagist.org": false}]}""");
            File.WriteAllText(root + "/marker.json", $"\"{version}\"");
            System.IO.Compression.ZipFile.CreateFromDirectory(root, lab.Folder.At($"{version}.zip"));
            drupal.Server.Add($"/{version}.zip", File.ReadAllBytes(lab.Folder.At($"{version}.zip")));
        }
        drupal.Server.Add("/packages.json", """{"packages": [], "metadata-url": "/p2/%package%.json"}""");
        drupal.Server.Add("/p2/test/drupal.json", $$$"""
            {"packages": {"test/drupal": [{{{string.Join(',', versions.Reverse().Select(version =>
                $$$"""{"name": "test/drupal", "version": "{{{version}}}", "dist": {"type": "zip", "url": "{{{drupal.Server.Url}}}/{{{version}}}.zip"}}"""))}}}]}}
            """);
    }
}

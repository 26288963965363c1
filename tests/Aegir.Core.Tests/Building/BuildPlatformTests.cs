using System.Security.Cryptography;
using Aegir.Building.Fetching;
using Aegir.Operations.Builds;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>Platforms from every kind of source, and what is left of those that fail.</summary>
public sealed class BuildPlatformTests : IDisposable
{
    private readonly BuildLab lab = new();
    private readonly DrupalOrg drupal = new();

    public void Dispose()
    {
        drupal.Dispose();
        lab.Dispose();
    }

    [NeedsFact("curl", "tar")]
    public async Task From_a_makefile()
    {
        drupal.AddCore(lab.Folder);
        drupal.Add("views", "module", "7.x-3.2");
        var platform = await lab.BuildAsync(Makefile("core = 7.x\napi = 2\nprojects[] = drupal\nprojects[] = views\n") with { Distribution = "Drupal" });
        Assert.Equal(("Site", lab.Platforms + "/site", "7.98", "Drupal", PlatformStatus.Enabled),
            (platform.Name, platform.Path, platform.CoreVersion, platform.Distribution, platform.Status));
        Assert.Contains(lab.Hub.Platforms.Packages("Site"), package => package.Name == "views");
        Assert.Equal(["site"], Directory.EnumerateFileSystemEntries(lab.Platforms).Select(Path.GetFileName));
        Assert.False(File.Exists(platform.Path + "/.aegir-build"));
        Assert.Equal("755 755", Command.Run("stat", "-c", "%a", platform.Path, platform.Path + "/includes").Trim().Replace('\n', ' '));
    }

    [NeedsFact("git", "flock")]
    public async Task From_a_git_repository_with_its_docroot_below()
    {
        var repository = new GitRepository(lab.StandIn());
        Command.Run("rm", lab.Folder.At("drupal-10.3.6/composer.json"), lab.Folder.At("drupal-10.3.6/composer.lock"));
        repository.Commit();
        repository.Git("tag", "release-1");
        File.Delete(lab.Folder.At("drupal-10.3.6/web/core/lib/Drupal.php"));
        repository.Commit();
        using var daemon = new GitDaemon(lab.Folder.Path);
        var platform = await lab.BuildAsync("Git {hash}", new GitSource(daemon.Url + "/drupal-10.3.6", "release-1", "web"));
        var commit = repository.Git("rev-parse", "release-1").Trim();
        Assert.Equal($"Git {commit[..8]}", platform.Name);
        Assert.Equal($"{lab.Platforms}/git-{commit[..8]}/web", platform.Path);
        ArchiveTests.Same(repository.CheckedOut(lab.Folder, "release-1"), $"{lab.Platforms}/git-{commit[..8]}");
        var error = await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync("Broken", new GitSource(daemon.Url + "/drupal-10.3.6", "main", "web")));
        Assert.Equal("NotADrupal", error.Id);
        Assert.Single(Directory.EnumerateFileSystemEntries(lab.Platforms));
    }

    [NeedsFact("git", "flock", "composer")]
    public async Task From_a_git_repository_that_composer_completes()
    {
        lab.Folder.Write("lib/composer.json", """{"name": "test/lib", "version": "1.0.0"}""");
        lab.Folder.Write("lib/lib.php", "<?php // lib");
        lab.Folder.Write("dev/composer.json", """{"name": "test/dev", "version": "1.0.0"}""");
        var repository = new GitRepository(lab.StandIn());
        Command.Run("rm", "-r", lab.Folder.At("drupal-10.3.6/vendor"), lab.Folder.At("drupal-10.3.6/composer.lock"));
        repository.Commit(("composer.json", $$$"""
            {"name": "test/site", "repositories": [{"packagist.org": false},
              {"type": "path", "url": "{{{lab.Folder.At("lib")}}}", "options": {"symlink": false}}, {"type": "path", "url": "{{{lab.Folder.At("dev")}}}"}],
             "require": {"test/lib": "^1.0"}, "require-dev": {"test/dev": "*"}}
            """));
        var platform = await lab.BuildAsync("Composed", new GitSource(repository.Path));
        Assert.Equal("10.3.6", platform.CoreVersion);
        Assert.True(File.Exists(platform.ProjectRoot + "/vendor/test/lib/lib.php"));
        Assert.False(Directory.Exists(platform.ProjectRoot + "/vendor/test/dev"));
        Assert.True(File.Exists(platform.ProjectRoot + "/vendor/autoload.php"));

        var again = await lab.BuildAsync("Folder", new ComposerSource(repository.Path));
        Assert.True(File.Exists(again.ProjectRoot + "/vendor/test/lib/lib.php"));

        repository.Commit(("composer.json", """{"repositories": [{"packagist.org": false}], "require": {"test/none": "^1.0"}}"""));
        var error = await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync("Fails", new GitSource(repository.Path)));
        Assert.Equal("ComposerFailed", error.Id);
        Assert.Contains("test/none", error.Message);
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(lab.Platforms).Count());
    }

    [NeedsFact("composer", "unzip")]
    public async Task From_a_package_of_composer()
    {
        var root = lab.StandIn();
        Command.Run("rm", "-r", root + "/vendor", root + "/composer.lock");
        File.WriteAllText(root + "/composer.json", """{"name": "test/drupal", "repositories": [{"packagist.org": false}]}""");
        System.IO.Compression.ZipFile.CreateFromDirectory(root, lab.Folder.At("package.zip"));
        var repository = """{"type": "package", "package": [""" + string.Join(',', new[] { "1.1.0", "1.2.0", "2.0.0" }.Select(version =>
            $$$"""{"name": "test/drupal", "version": "{{{version}}}", "dist": {"type": "zip", "url": "{{{lab.Folder.At("package.zip")}}}"}}""")) + "]}";
        var platform = await lab.BuildAsync("Project", new ComposerSource("test/drupal", "^1.1", repository));
        Assert.Equal(("10.3.6", lab.Platforms + "/project/web"), (platform.CoreVersion, platform.Path));
        Assert.Contains(lab.Sink.Events, item => item.Message.Contains("10.3.6"));
        var error = await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync("None", new ComposerSource("test/drupal", "^9.0", repository)));
        Assert.Equal("ComposerFailed", error.Id);
        Assert.Single(Directory.EnumerateFileSystemEntries(lab.Platforms));
    }

    [NeedsFact("curl", "tar", "unzip")]
    public async Task From_archives_of_the_web_and_of_this_machine()
    {
        var root = lab.StandIn();
        Command.Run("tar", "-C", lab.Folder.Path, "-czf", lab.Folder.At("a.tar.gz"), "drupal-10.3.6");
        var content = File.ReadAllBytes(lab.Folder.At("a.tar.gz"));
        var url = drupal.Server.Add("/a.tar.gz", content);
        var web = await lab.BuildAsync("Web", new ArchiveSource(url, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content))));
        ArchiveTests.Same(root, web.ProjectRoot);
        System.IO.Compression.ZipFile.CreateFromDirectory(root, lab.Folder.At("a.zip"));
        var here = await lab.BuildAsync("Here", new ArchiveSource(lab.Folder.At("a.zip"), Convert.ToHexStringLower(SHA1.HashData(File.ReadAllBytes(lab.Folder.At("a.zip"))))));
        Assert.Equal(ArchiveTests.Files(root), ArchiveTests.Files(here.ProjectRoot));
        Assert.Equal("ChecksumWrong", (await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync("Wrong", new ArchiveSource(url, new string('0', 64))))).Id);
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(lab.Platforms).Count());
    }

    [NeedsFact("tar")]
    public async Task From_a_folder_without_its_sites()
    {
        var root = lab.StandIn();
        lab.Folder.Write("drupal-10.3.6/web/sites/a.example.com/settings.php", "<?php");
        lab.Folder.Write("drupal-10.3.6/web/sites/a.example.com/files/upload.txt", "u");
        lab.Folder.Write("drupal-10.3.6/web/sites/default/settings.php", "<?php");
        lab.Folder.Write("drupal-10.3.6/web/sites/default/files/upload.txt", "u");
        lab.Folder.Write("drupal-10.3.6/web/sites/default/default.settings.php", "<?php");
        lab.Folder.Write("drupal-10.3.6/web/sites/all/modules/mine/mine.module", "<?php");
        var platform = await lab.BuildAsync("Copy", new CopySource(root));
        Assert.False(Directory.Exists(platform.Path + "/sites/a.example.com"));
        Assert.False(File.Exists(platform.Path + "/sites/default/settings.php"));
        Assert.False(Directory.Exists(platform.Path + "/sites/default/files"));
        Assert.True(File.Exists(platform.Path + "/sites/default/default.settings.php"));
        Assert.True(File.Exists(platform.Path + "/sites/all/modules/mine/mine.module"));
        Assert.True(File.Exists(root + "/web/sites/a.example.com/files/upload.txt"));
    }

    [NeedsFact("tar")]
    public async Task A_copy_is_the_folder_byte_for_byte()
    {
        var root = lab.StandIn("drupal-7.98");
        ArchiveTests.Same(root, (await lab.BuildAsync("Copy", new CopySource(root))).ProjectRoot);
    }

    [NeedsFact("curl", "tar")]
    public async Task Of_a_build_that_fails_nothing_stays_and_the_task_says_why()
    {
        drupal.AddCore(lab.Folder);
        var request = Makefile("core = 7.x\napi = 2\nprojects[] = drupal\n\nprojects[missing] = 1.0\n");
        var error = await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync(request));
        lab.AssertNothingLeft();
        Assert.Contains("project 'missing'", error.Message);
        Assert.Contains("site.make, line 5", error.Message);
        Assert.Contains(drupal.Feed + "/missing/7.x", error.Message);
        var task = lab.Hub.Tasks.Find(new TaskFilter())[0];
        Assert.Equal(("build", AegirTaskStatus.Error), (task.Type, task.Status));
        Assert.Contains("line 5", task.Message);
        drupal.Add("missing", "module", "7.x-1.0");
        Assert.Equal("Site", (await lab.BuildAsync(request)).Name);
    }

    [NeedsFact("tar")]
    public async Task What_is_no_Drupal_is_not_laid_down()
    {
        Directory.CreateDirectory(lab.Folder.At("empty"));
        Assert.Equal("NotADrupal", (await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync("Empty", new CopySource(lab.Folder.At("empty"))))).Id);
        lab.AssertNothingLeft();
    }

    // The original skips the makefile in silence where the folder is there, be it half built (aegir-spec 7.1); here that is an error.
    [NeedsFact("tar")]
    [Trait("Oracle", "11")]
    public async Task What_is_there_is_never_built_over()
    {
        var root = lab.StandIn();
        var precious = lab.Folder.Write("aegir/platforms/precious/file", "precious");
        foreach (var source in new PlatformSource[] { new CopySource(root), new ArchiveSource(lab.Folder.At("none.tgz")) })
            Assert.Equal("PlatformPathTaken", (await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync("Precious", source))).Id);
        // The name is known only after the build.
        Directory.CreateDirectory(lab.Folder.At("aegir/platforms/late-10.3.6"));
        Assert.Equal("PlatformPathTaken", (await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync("Late {version}", new CopySource(root)))).Id);
        Assert.Equal("precious", File.ReadAllText(precious));
        Assert.Equal(["late-10.3.6", "precious"], Directory.EnumerateFileSystemEntries(lab.Platforms).Select(Path.GetFileName).Order());
    }

    [NeedsFact("curl")]
    public async Task One_that_is_stopped_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var building = lab.BuildAsync(new BuildRequest("Stopped", new ArchiveSource(drupal.Server.AddStalling("/a.tgz"))), stop.Token);
        while (drupal.Server.Requests.Count == 0)
            await Task.Delay(10);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);
        lab.AssertNothingLeft();
        Assert.Equal(AegirTaskStatus.Interrupted, lab.Hub.Tasks.Find(new TaskFilter())[0].Status);
    }

    [NeedsFact("curl", "tar")]
    public async Task What_would_be_fetched_is_told_and_nothing_is_left()
    {
        drupal.AddCore(lab.Folder);
        drupal.Add("views", "module", "7.x-3.2");
        var plan = await lab.Hub.Platforms.PlanBuildAsync(Makefile("core = 7.x\napi = 2\nprojects[] = drupal\nprojects[views][subdir] = contrib\n"), default);
        Assert.Equal(["drupal 7.98", "views 7.x-3.2"], plan.Select(fetch => $"{fetch.What} {fetch.Version}"));
        Assert.Equal($"{drupal.Server.Url}/files/views-7.x-3.2.tar.gz", plan[1].From);
        Assert.Equal("sites/all/modules/contrib/views", plan[1].To);
        Assert.EndsWith("site.make, line 4", plan[1].Where);
        Assert.DoesNotContain(drupal.Server.Requests, request => request.Path.StartsWith("/files/", StringComparison.Ordinal));
        lab.AssertNothingLeft();
        Assert.False(Directory.Exists(lab.Folder.At("hub/cache")));
        Assert.Empty(lab.Hub.Tasks.Find(new TaskFilter()));
    }

    [Theory]
    [InlineData("{nothing}", "NameInvalid")]
    [InlineData("{distribution} 1", "NameInvalid")]
    public async Task Names_that_come_to_nothing_are_refused_at_once(string name, string id) =>
        Assert.Equal(id, (await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync(name, new CopySource("/nowhere")))).Id);

    [NeedsFact("tar")]
    public async Task Tokens_make_names_that_nobody_has()
    {
        var root = lab.StandIn();
        var names = new List<string>();
        foreach (var pattern in new[] { "{distribution} {version}", "{distribution} {version}-{build}", "{distribution} {version}-{build}", "{date}", "{hash}" })
            names.Add((await lab.BuildAsync(new BuildRequest(pattern, new CopySource(root)) { Distribution = "drupal" })).Name);
        Assert.Equal(["Drupal 10.3.6", "Drupal 10.3.6-1", "Drupal 10.3.6-2", $"{DateTime.Now:yyyy-MM-dd}"], names.Take(4));
        Assert.Matches("^[0-9a-f]{8}$", names[4]);
        // Another name, but one context name (aegir-spec 1.8).
        Assert.Equal("PlatformExists", (await Assert.ThrowsAsync<AegirException>(() => lab.BuildAsync("Drupal 1.0.3.6", new CopySource(root)))).Id);
        foreach (var path in new[] { "web", "web/modules/inside" })
            Assert.Equal("PlatformExists", (await Assert.ThrowsAsync<AegirException>(() =>
                lab.BuildAsync(new BuildRequest("{version}", new CopySource(root)) { Path = $"{lab.Platforms}/drupal-10.3.6/{path}" }))).Id);
        Assert.Equal(5, Directory.EnumerateFileSystemEntries(lab.Platforms).Count());
    }

    [Theory]
    [InlineData("Drupal 10.3.6", "drupal-10.3.6")]
    [InlineData("OpenAtrium (2.x)!", "openatrium-2.x")]
    [InlineData("../../etc", "etc")]
    [InlineData("A  b", "a-b")]
    public void Paths_follow_from_names(string name, string folder) => Assert.Equal(folder, PlatformNamePattern.FolderOf(name));

    private BuildRequest Makefile(string text) => new("Site", new MakefileSource(lab.Folder.Write("site.make", text)))
    {
        ReleaseFeed = drupal.Feed,
        Limits = new BuildLimits { Stall = TimeSpan.FromSeconds(5) },
    };
}

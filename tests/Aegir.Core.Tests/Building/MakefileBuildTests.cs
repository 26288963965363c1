using System.Text;
using Aegir.Building.Fetching;
using Aegir.Building.Making;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>Makefiles whose downloads are served on loopback build to the right files.</summary>
public sealed class MakefileBuildTests : IDisposable
{
    private readonly DrupalOrg drupal = new();
    private readonly WorkshopFolder folder = new();

    public MakefileBuildTests()
    {
        drupal.AddCore(folder.Folder);
        drupal.Add("views", "module", "7.x-3.1", ("views.module", "<?php\n// one\n// two\n// three\n"));
        drupal.Add("views", "module", "7.x-3.2", ("views.module", "<?php\n// one\n// two\n// three\n// four\n"));
        drupal.Add("zen", "theme", "7.x-5.6");
    }

    private string Tree => folder.Folder.At("tree");

    public void Dispose()
    {
        drupal.Dispose();
        folder.Dispose();
    }

    [NeedsFact("curl", "tar")]
    public async Task Core_modules_and_themes_come_from_their_release_feeds()
    {
        await BuildAsync("projects[drupal] = 7.98\nprojects[views] = 3.1\nprojects[zen][subdir] = base");
        Assert.Equal(File.ReadAllText(folder.Folder.At("core/drupal-7.98/includes/bootstrap.inc")), File.ReadAllText(Tree + "/includes/bootstrap.inc"));
        Assert.Contains("7.x-3.1", File.ReadAllText(Tree + "/sites/all/modules/views/views.info"));
        Assert.True(File.Exists(Tree + "/sites/all/themes/base/zen/zen.info"));
        var codeBase = await new CodeBaseReader(new LocalHost()).ReadAsync(Tree, default);
        Assert.Equal("7.98", codeBase.CoreVersion);
        Assert.Contains(codeBase.Packages, package => package is { Name: "views", Version: "7.x-3.1" });
        Assert.Equal(drupal.Server.Requests.Count, drupal.Server.Requests.Select(request => request.Path).Distinct().Count());
    }

    [NeedsFact("curl", "tar")]
    public async Task What_lies_in_the_tree_is_what_tar_unpacks()
    {
        await BuildAsync("projects[drupal] = 7");
        ArchiveTests.Same(folder.Folder.At("core/drupal-7.98"), Tree);
    }

    [NeedsFact("curl", "tar")]
    public async Task A_profile_brings_the_projects_of_its_own_makefile()
    {
        drupal.Add("forum_site", "profile", "7.x-1.0", ("drupal-org.make", """
            api = 2
            core = 7.x
            projects[drupal] = 7.1
            projects[views][subdir] = contrib
            projects[views][version] = 3.2
            projects[views][patch][] = own.patch
            projects[zen] = 5.6
            libraries[player][download][type] = get
            libraries[player][download][url] = PLAYER
            """.Replace("PLAYER", drupal.Server.Add("/player.js", "play()"))),
            ("own.patch", "--- a/views.module\n+++ b/views.module\n@@ -1,3 +1,3 @@\n <?php\n-// one\n+// patched\n // two\n"));
        await BuildAsync("projects[drupal] = 7.98\nprojects[forum_site] =\nprojects[views] = 3.1");
        var profile = Tree + "/profiles/forum_site";
        Assert.Contains("// patched", File.ReadAllText(profile + "/modules/contrib/views/views.module"));
        Assert.Contains("- own.patch", File.ReadAllText(profile + "/modules/contrib/views/PATCHES.txt"));
        Assert.True(File.Exists(profile + "/modules/contrib/views/own.patch"));
        Assert.True(File.Exists(profile + "/themes/zen/zen.info"));
        Assert.Equal("play()", File.ReadAllText(profile + "/libraries/player/player.js"));
        Assert.Contains("7.x-3.1", File.ReadAllText(Tree + "/sites/all/modules/views/views.info"));
        Assert.DoesNotContain(drupal.Server.Requests, request => request.Path.Contains("drupal-7.1.", StringComparison.Ordinal));
    }

    [NeedsFact("curl", "tar")]
    public async Task A_profile_is_not_followed_where_that_is_switched_off()
    {
        drupal.Add("forum_site", "profile", "7.x-1.0", ("forum_site.make", "api = 2\ncore = 7.x\nprojects[] = views"));
        await BuildAsync("projects[drupal] = 7.98\nprojects[forum_site][do_recursion] = FALSE");
        Assert.False(Directory.Exists(Tree + "/profiles/forum_site/modules"));
    }

    [NeedsFact("curl", "tar")]
    public async Task A_distribution_can_be_the_core()
    {
        drupal.AddCore(folder.Folder, "7.x-1.19", "commerce_kickstart");
        await BuildAsync("projects[commerce_kickstart][type] = core\nprojects[commerce_kickstart][version] = 7.x-1.19\nprojects[] = views");
        Assert.True(File.Exists(Tree + "/includes/bootstrap.inc"));
        Assert.True(File.Exists(Tree + "/sites/all/modules/views/views.info"));
    }

    [NeedsFact("curl", "tar")]
    public async Task The_variant_of_a_distribution_is_chosen()
    {
        foreach (var variant in new[] { "core", "no-core", "profile-only" })
            drupal.Server.Add($"/{variant}.tar.gz", Packed.Tar(($"x/which-{variant}", "")));
        string Files() => "<files>" + string.Concat(new[] { "no-core", "core", "profile-only" }.Select(variant =>
            $"<file><url>{drupal.Server.Url}/{variant}.tar.gz</url><archive_type>tar.gz</archive_type><variant>{variant}</variant></file>")) + "</files>";
        drupal.Add("kit", "profile", "7.x-1.0", Packed.Tar(("x/wrong", "")), Files());
        await BuildAsync("projects[drupal] = 7.98\nprojects[kit][variant] = projects");
        Assert.True(File.Exists(Tree + "/profiles/kit/which-no-core"));
        Command.Run("rm", "-rf", Tree);
        await BuildAsync("projects[drupal] = 7.98\nprojects[] = kit");
        Assert.True(File.Exists(Tree + "/profiles/kit/which-profile-only"));
        Command.Run("rm", "-rf", Tree);
        await BuildAsync("projects[kit][type] = core");
        Assert.True(File.Exists(Tree + "/which-core"));
    }

    [NeedsFact("curl", "tar", "unzip")]
    public async Task Libraries_and_files_go_where_they_are_told()
    {
        var zip = drupal.Server.Add("/zipball/v1.2", Packed.Zip(("vegas-abc/vegas.js", "v"), ("vegas-abc/src/a.js", "a")));
        var script = drupal.Server.Add("/x.js", "x()");
        var jar = drupal.Server.Add("/x.jar", Packed.Zip(("a/b.class", "b")));
        folder.Folder.Write("local/lib/c.js", "c");
        await BuildAsync($"""
            projects[drupal] = 7.98
            projects[views] = 3.1
            libraries[vegas][download][url] = {zip}?param=value
            libraries[one][download][url] = {script}?v=1
            libraries[named][download][url] = {script}
            libraries[named][download][filename] = other.js
            libraries[jar][download][url] = {jar}
            libraries[inside][download][url] = {script}
            libraries[inside][destination] = modules/views/lib
            libraries[inside][directory_name] = js
            libraries[part][download][url] = {zip}
            libraries[part][download][subtree] = vegas-abc/src
            libraries[mine][download][type] = copy
            libraries[mine][download][url] = local/lib
            """);
        var all = Tree + "/sites/all/";
        Assert.Equal(["src/a.js", "vegas.js"], ArchiveTests.Files(all + "libraries/vegas"));
        Assert.Equal(["x.js"], ArchiveTests.Files(all + "libraries/one"));
        Assert.Equal(["other.js"], ArchiveTests.Files(all + "libraries/named"));
        Assert.Equal(["x.jar"], ArchiveTests.Files(all + "libraries/jar"));
        Assert.Equal(["x.js"], ArchiveTests.Files(all + "modules/views/lib/js"));
        Assert.Equal(["a.js"], ArchiveTests.Files(all + "libraries/part"));
        Assert.Equal(["c.js"], ArchiveTests.Files(all + "libraries/mine"));
    }

    [NeedsFact("curl", "tar", "git", "flock")]
    public async Task A_checkout_gets_the_info_of_a_package()
    {
        var repository = new GitRepository(folder.Folder.At("repositories/own"));
        repository.Commit(("own.info", "name = Own\ncore = 7.x"), ("sub/sub.info", "name = Sub\nversion = 1\n"));
        repository.Git("tag", "7.x-1.2");
        repository.Commit(("more", ""));
        using var daemon = new GitDaemon(folder.Folder.At("repositories"));
        await BuildAsync($"""
            projects[drupal] = 7.98
            projects[own][type] = module
            projects[own][download][url] = {daemon.Url}/own
            projects[tagged][type] = theme
            projects[tagged][download][url] = {daemon.Url}/own
            projects[tagged][download][tag] = 7.x-1.2
            projects[tagged][options][working-copy] = TRUE
            """);
        var info = File.ReadAllText(Tree + "/sites/all/modules/own/own.info");
        Assert.StartsWith("name = Own\ncore = 7.x\nversion = \"7.x-1.2+1-dev\"\nproject = \"own\"\ndatestamp = ", info);
        Assert.Contains("version = 1\n", File.ReadAllText(Tree + "/sites/all/modules/own/sub/sub.info"));
        Assert.Contains("version = \"7.x-1.2\"", File.ReadAllText(Tree + "/sites/all/themes/tagged/own.info"));
        Assert.True(Directory.Exists(Tree + "/sites/all/themes/tagged/.git"));
        Assert.False(Directory.Exists(Tree + "/sites/all/modules/own/.git"));
    }

    [NeedsFact("curl", "tar", "git", "patch")]
    public async Task Patches_apply_with_and_without_a_level_and_where_only_patch_can()
    {
        const string change = "@@ -1,4 +1,4 @@\n <?php\n-// one\n+// {0}\n // two\n // three\n";
        var leveled = drupal.Server.Add("/level.patch", "diff --git a/views.module b/views.module\n--- a/views.module\n+++ b/views.module\n" + string.Format(change, "LEVEL"));
        var flat = drupal.Server.Add("/flat.patch", "--- views.module\n+++ views.module\n" + string.Format(change, "FLAT").Replace("-// one", "-// LEVEL"));
        // The lines around it are not quite what they were: git refuses, patch is content.
        folder.Folder.Write("fuzzy.patch", "--- a/views.module\n+++ b/views.module\n@@ -1,4 +1,4 @@\n <?php of old\n-// FLAT\n+// FUZZY\n // two\n // three\n");
        await BuildAsync($"""
            projects[drupal] = 7.98
            projects[views][version] = 3.1
            projects[views][patch][] = {leveled}
            projects[views][patch][second][url] = {flat}
            projects[views][patch][second][md5] = {Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes("--- views.module\n+++ views.module\n" + string.Format(change, "FLAT").Replace("-// one", "-// LEVEL"))))}
            projects[views][patch][] = fuzzy.patch
            """);
        Assert.Contains("// FUZZY", File.ReadAllText(Tree + "/sites/all/modules/views/views.module"));
        Assert.Equal(["PATCHES.txt", "fuzzy.patch", "views.info", "views.module"], ArchiveTests.Files(Tree + "/sites/all/modules/views"));
        Assert.DoesNotContain(folder.Folder.Path, File.ReadAllText(Tree + "/sites/all/modules/views/PATCHES.txt"));
    }

    [NeedsFact("curl", "tar")]
    public async Task Translations_lie_beside_what_they_translate()
    {
        var pattern = drupal.Server.Url + "/l10n/%core/%project/%project-%version.%language.po";
        drupal.Server.Add("/l10n/7.x/views/views-7.x-3.2.de.po", "msgid");
        await BuildAsync($"projects[drupal] = 7.98\nprojects[views][l10n_path] = {pattern}\nprojects[views][translations][] = de\nprojects[views][translations][] = fr");
        Assert.Equal("msgid", File.ReadAllText(Tree + "/sites/all/modules/views/translations/views-7.x-3.2.de.po"));
        Assert.Contains(folder.Logged, line => line.StartsWith("Warning: No translation", StringComparison.Ordinal) && line.Contains("views-7.x-3.2.fr.po"));
    }

    [NeedsFact("curl", "tar")]
    public async Task Overwriting_lays_one_over_the_other()
    {
        var extra = drupal.Server.Add("/extra.tgz", Packed.Tar(("extra/views.module", "<?php // other"), ("extra/extra.inc", "")));
        var library = $"libraries[extra][download][url] = {extra}\nlibraries[extra][destination] = modules\nlibraries[extra][directory_name] = views\n";
        await BuildAsync("projects[drupal] = 7.98\nprojects[views] = 3.1\nlibraries[extra][overwrite] = TRUE\n" + library);
        Assert.Equal(["extra.inc", "views.info", "views.module"], ArchiveTests.Files(Tree + "/sites/all/modules/views"));
        Assert.Equal("<?php // other", File.ReadAllText(Tree + "/sites/all/modules/views/views.module"));
        Command.Run("rm", "-rf", Tree);
        await FailsAsync("projects[drupal] = 7.98\nprojects[views] = 3.1\n" + library, "PlacingFailed", "library 'extra'", "line 5", "sites/all/modules/views");
    }

    [NeedsFact("curl", "tar")]
    public Task A_wrong_checksum_names_project_line_and_address() => FailsAsync(
        $"projects[drupal] = 7.98\nprojects[x][type] = module\nprojects[x][download][type] = get\nprojects[x][download][url] = {drupal.Server.Url}/files/views-7.x-3.1.tar.gz\nprojects[x][download][md5] = 0123456789abcdef0123456789abcdef",
        "ChecksumWrong", "project 'x'", "line 4", "/files/views-7.x-3.1.tar.gz");

    [NeedsFact("curl", "tar")]
    public Task A_patch_with_a_wrong_checksum_is_not_applied() => FailsAsync(
        $"projects[drupal] = 7.98\nprojects[views][patch][a][url] = {drupal.Server.Add("/a.patch", "--- a/x\n+++ b/x\n")}\nprojects[views][patch][a][md5] = 0123456789abcdef0123456789abcdef",
        "ChecksumWrong", "patch of project 'views'", "line 4", "/a.patch");

    [NeedsFact("curl", "tar", "git", "patch")]
    public Task A_patch_that_does_not_apply() => FailsAsync(
        $"projects[drupal] = 7.98\nprojects[views][patch][] = {drupal.Server.Add("/a.patch", "--- a/none\n+++ b/none\n@@ -1 +1 @@\n-a\n+b\n")}",
        "PatchFailed", "patch of project 'views'", "line 4", "/a.patch");

    [NeedsFact("curl", "tar", "git", "patch")]
    public async Task Patches_that_write_elsewhere_are_refused()
    {
        await FailsAsync($"projects[drupal] = 7.98\nprojects[views][patch][] = {drupal.Server.Add("/a.patch", "--- /dev/null\n+++ ../../escaped\n@@ -0,0 +1 @@\n+b\n")}", "PatchFailed", "a.patch");
        await FailsAsync($"projects[drupal] = 7.98\nprojects[views][patch][] = {drupal.Server.Add("/b.patch", "diff --git a/link b/link\nnew file mode 120000\n--- /dev/null\n+++ b/link\n@@ -0,0 +1 @@\n+../../../../etc\n\\ No newline at end of file\n")}",
            "ArchiveUnsafe", "project 'views'", "link");
        await FailsAsync($"projects[drupal] = 7.98\nprojects[views][patch][] = {drupal.Server.Add("/c.patch", $"1a\nx\n.\n!touch {folder.Folder.At("escaped")}\nw\n")}", "PatchFailed", "c.patch");
        Assert.Empty(Command.Run("find", folder.Folder.Path, "-name", "escaped"));
        // With one level taken off, a path from the root is one below the project's folder.
        await BuildAsync($"projects[drupal] = 7.98\nprojects[views][patch][] = {drupal.Server.Add("/d.patch", $"--- /dev/null\n+++ {folder.Folder.At("escaped")}\n@@ -0,0 +1 @@\n+b\n")}");
        Assert.False(File.Exists(folder.Folder.At("escaped")));
        Assert.True(File.Exists($"{Tree}/sites/all/modules/views{folder.Folder.At("escaped")}"));
    }

    [NeedsFact("curl", "tar")]
    public Task A_version_that_is_not_there() => FailsAsync("projects[drupal] = 7.98\nprojects[views] = 4.0", "ReleaseNotFound", "line 4", "4.0", "7.x-3.2");

    [NeedsFact("curl", "tar")]
    public Task A_project_without_a_feed() => FailsAsync("projects[drupal] = 7.98\nprojects[] = nothing", "DownloadFailed", "project 'nothing'", "line 4", "/release-history/nothing/7.x");

    [NeedsFact("curl")]
    public Task No_core() => FailsAsync("projects[views][type] = module", "MakefileInvalid", "no core");

    [NeedsFact("curl", "tar")]
    public async Task A_download_that_is_hostile()
    {
        drupal.Add("bad", "module", "7.x-1.0", Packed.Tar(("bad/../../../escaped", "x")));
        await FailsAsync("projects[drupal] = 7.98\nprojects[] = bad", "ArchiveUnsafe", "project 'bad'", "line 4", "bad-7.x-1.0.tar.gz");
    }

    [NeedsFact("curl", "tar")]
    public async Task A_link_in_core_does_not_lead_a_module_out()
    {
        drupal.Add("trick", "core", "7.x-1.0", Packed.Tar([Packed.Entry(System.Formats.Tar.TarEntryType.RegularFile, "t/index.php", ""),
            Packed.Entry(System.Formats.Tar.TarEntryType.SymbolicLink, "t/sites", "../../..")]));
        await FailsAsync("projects[trick][type] = core\nprojects[views] = 3.1", "ArchiveUnsafe", "project 'trick'");
    }

    [Theory]
    [InlineData("projects[views][subdir] = ../../..", "MakefileUnsafe")]
    [InlineData("projects[views][subdir] = /etc", "MakefileUnsafe")]
    [InlineData("projects[views][destination] = /etc", "MakefileUnsafe")]
    [InlineData("projects[views][destination] = a/../../../b", "MakefileUnsafe")]
    [InlineData("projects[views][directory_name] = ../x", "MakefileUnsafe")]
    [InlineData("projects[views][directory_name] = -rf", "MakefileUnsafe")]
    [InlineData("projects[views][directory_name] = .git", "MakefileUnsafe")]
    [InlineData("projects[-rf][version] = 1.0", "MakefileUnsafe")]
    [InlineData("projects[a b][version] = 1.0", "MakefileUnsafe")]
    [InlineData("projects[$(id)][version] = 1.0", "MakefileUnsafe")]
    [InlineData("projects[..][version] = 1.0", "MakefileUnsafe")]
    [InlineData("projects[views][version] = --version", "MakefileInvalid")]
    [InlineData("projects[views][version] = 1;id", "MakefileInvalid")]
    [InlineData("projects[views][download][branch] = --upload-pack=id", "MakefileUnsafe")]
    [InlineData("projects[views][download][refspec] = a:refs/heads/b", "MakefileUnsafe")]
    [InlineData("projects[views][download][url] = ext::sh -c id", "SourceUrlRefused")]
    [InlineData("projects[views][download][url] = --upload-pack=id", "SourceUrlRefused")]
    [InlineData("projects[views][download][url] = file:///etc", "SourceUrlRefused")]
    [InlineData("projects[views][location] = file:///etc", "SourceUrlRefused")]
    [InlineData("projects[views][patch][] = file:///etc/passwd", "SourceUrlRefused")]
    [InlineData("includes[] = file:///etc/passwd", "SourceUrlRefused")]
    [InlineData("libraries[x][download][url] = http://x.org/\"a", "SourceUrlRefused")]
    [InlineData("libraries[x][download][url] = file:///etc/passwd", "SourceUrlRefused")]
    [InlineData("libraries[x][download][url] = http://x.org/a\nlibraries[x][download][filename] = ../../x", "MakefileUnsafe")]
    [InlineData("libraries[x][download][url] = http://x.org/a\nlibraries[x][download][subtree] = ../..", "MakefileUnsafe")]
    [InlineData("translations[] = ../de", "MakefileUnsafe")]
    public async Task A_downloaded_makefile_that_reaches_out_is_refused(string line, string id)
    {
        var url = drupal.Server.Add("/site.make", $"core = 7.x\napi = 2\n{line}\n");
        var error = await Assert.ThrowsAsync<AegirException>(() => BuildAtAsync(url));
        Assert.True(error.Id == id, $"{error.Id}: {error.Message}");
        Assert.Contains(line.Contains("libraries", StringComparison.Ordinal) && line.Contains('\n') ? "line 4" : "line 3", error.Message);
        Assert.False(Directory.Exists(Tree));
        Assert.Single(drupal.Server.Requests);
    }

    [NeedsFact("curl", "tar")]
    public async Task A_makefile_of_the_web_finds_what_lies_beside_it_there()
    {
        drupal.Server.Add("/makes/part.make", "projects[views] = 3.1");
        await BuildAtAsync(drupal.Server.Add("/makes/site.make", "core = 7.x\napi = 2\nincludes[] = part.make\nprojects[] = drupal"));
        Assert.True(File.Exists(Tree + "/sites/all/modules/views/views.info"));
    }

    [NeedsFact("curl", "tar")]
    public async Task The_makefile_of_a_profile_may_not_name_this_machine()
    {
        drupal.Add("sly", "profile", "7.x-1.0", ("sly.make", "core = 7.x\napi = 2\nlibraries[x][download][type] = copy\nlibraries[x][download][url] = /etc\n"));
        await FailsAsync("projects[drupal] = 7.98\nprojects[] = sly", "MakefileUnsafe", "profiles/sly/sly.make, line 4, libraries[x][download][url]");
    }

    [NeedsFact("curl", "git", "flock")]
    public async Task A_makefile_is_included_from_a_repository()
    {
        var repository = new GitRepository(folder.Folder.At("repositories/makes"));
        repository.Commit(("parts/base.make", "core = 7.x\napi = 2\nincludes[] = more.make"), ("parts/more.make", "projects[views] = 3.1"));
        using var daemon = new GitDaemon(folder.Folder.At("repositories"));
        await BuildAsync($"includes[base][makefile] = parts/base.make\nincludes[base][download][type] = git\nincludes[base][download][url] = {daemon.Url}/makes\nprojects[] = drupal");
        Assert.True(File.Exists(Tree + "/sites/all/modules/views/views.info"));
    }

    private Task<string> BuildAsync(string text) => BuildAtAsync(folder.Folder.Write("site.make", "core = 7.x\napi = 2\n" + text + "\n"));

    private Task<string> BuildAtAsync(string location) =>
        new MakefileBuilder(folder.Open(new BuildLimits { Stall = TimeSpan.FromSeconds(5) }, drupal.Feed)).BuildAsync(location, Tree, default);

    private async Task FailsAsync(string text, string id, params string[] what)
    {
        var error = await Assert.ThrowsAsync<AegirException>(() => BuildAsync(text));
        Assert.True(error.Id == id, $"{error.Id}: {error.Message}");
        Assert.All(what, part => Assert.Contains(part, error.Message));
    }
}

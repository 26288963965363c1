using Aegir.Building.Makefiles;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>What a makefile's keys come to mean.</summary>
public sealed class MakefileTests
{
    [Theory]
    [InlineData("every-key.make")]
    [InlineData("every-key.make.yml")]
    public async Task Every_key_is_understood(string name)
    {
        using var folder = new WorkshopFolder();
        var warnings = new List<string>();
        var makefile = await ReadAsync(folder, Fixtures.At("makefiles/" + name), warnings);

        Assert.Empty(warnings);
        Assert.Equal("7.x", makefile.Core);
        Assert.Equal(["de", "fr"], makefile.Translations);
        var items = makefile.Items.ToDictionary(item => item.Name);
        Assert.Equal(["ctools", "drupal", "local", "packed", "player", "shop", "skin", "specific", "tagged", "views"], items.Keys.Order());
        Assert.Null(items["ctools"].Version);
        Assert.Equal("contrib", items["ctools"].Subdir);
        Assert.Equal("core", items["drupal"].Type);

        var shop = items["shop"];
        Assert.Equal("7.x-1.4", shop.Version);
        Assert.Equal("own/modules", shop.Subdir);
        Assert.Equal("the_shop", shop.DirectoryName);
        Assert.Equal("extensions", shop.Destination);
        Assert.Equal("http://feeds.example.org/release-history", shop.Location?.Text);
        Assert.Equal(["de", "pt-br"], shop.Translations);
        Assert.True(shop is { Overwrite: true, Recursion: false, WorkingCopy: true, Variant: "full" });
        Assert.EndsWith("%project-%version.%language.po", shop.TranslationPattern);

        var patches = items["views"].Patches;
        Assert.Equal(["http://patches.example.org/1.patch", Fixtures.At("makefiles/patches/2.patch"), "http://patches.example.org/3.patch"],
            patches.Select(patch => patch.Url.Text));
        Assert.Equal("md5:0123456789abcdef0123456789abcdef", patches[2].Checksum?.ToString());

        Assert.Equal((MakeDownloadType.Git, "7.x-2.x", "1a2b3c4"), (items["skin"].Download!.Type, items["skin"].Download!.Branch, items["skin"].Download!.Revision));
        Assert.Equal(("git@git.example.org:tagged.git", "7.x-1.0"), (items["tagged"].Download!.Url?.Text, items["tagged"].Download!.Tag));
        Assert.Equal("refs/changes/12/3", items["specific"].Download!.Refspec);
        Assert.Equal((MakeDownloadType.File, "packed-1.0/profile", "http://files.example.org/packed.tar.gz?a=b;c=d"),
            (items["packed"].Download!.Type, items["packed"].Download!.Subtree, items["packed"].Download!.Url!.Text));
        Assert.Equal("sha256", items["packed"].Download!.Checksum!.Algorithm);

        var player = items["player"];
        Assert.Equal((MakeItemKind.Library, "video-player", "modules/contrib/video", "player.min.js", true),
            (player.Kind, player.DirectoryName, player.Destination, player.Download!.FileName, player.Download.IsPost));
        Assert.Equal((MakeDownloadType.Copy, "/srv/libraries/local", "libraries"),
            (items["local"].Download!.Type, items["local"].Download!.Url!.Text, items["local"].Destination));
    }

    [Theory]
    [InlineData("core = 7.x\napi = 2\nprojects[views][subdir = x", "MakefileSyntax", "line 3", "brackets")]
    [InlineData("core = 7.x\napi = 2\n\nviews 3.0", "MakefileSyntax", "line 4", "views 3.0")]
    [InlineData("core = 7.x\napi = 2\nprojects[a][version] = \"1.0\n\n", "MakefileSyntax", "line 3", "never closed")]
    [InlineData("api = 2\nprojects[] = views", "MakefileInvalid", "line 1", "core")]
    [InlineData("core = 7.x\nprojects[] = views", "MakefileInvalid", "line 1", "api")]
    [InlineData("core = 7.x\napi = 1", "MakefileInvalid", "line 2, api", "'1'")]
    [InlineData("core = seven\napi = 2", "MakefileInvalid", "line 1, core", "seven")]
    [InlineData("core = 7.x\napi = 2\nprojects[a][type] = plugin", "MakefileInvalid", "line 3, projects[a][type]", "plugin")]
    [InlineData("core = 7.x\napi = 2\n\nlibraries[a][directory_name] = b", "MakefileInvalid", "line 4, libraries[a]", "download")]
    [InlineData("core = 7.x\napi = 2\nprojects[a][download][type] = svn\nprojects[a][download][url] = http://x.org/", "MakefileInvalid", "line 3, projects[a][download][type]", "svn")]
    [InlineData("core = 7.x\napi = 2\nprojects[a][download][type] = get", "MakefileInvalid", "line 3, projects[a][download]", "url")]
    [InlineData("core = 7.x\napi = 2\nprojects[a][download][md5] = nonsense", "MakefileInvalid", "line 3, projects[a][download][md5]", "nonsense")]
    public async Task An_error_names_file_line_and_key(string text, string id, string place, string what)
    {
        using var folder = new WorkshopFolder();
        var file = folder.Folder.Write("site.make", text);
        var error = await Assert.ThrowsAsync<AegirException>(() => ReadAsync(folder, file));
        Assert.Equal(id, error.Id);
        Assert.Contains($"{file}, {place}", error.Message);
        Assert.Contains(what, error.Message);
    }

    [Theory]
    [InlineData("projects:\n  a:\n\tb: c", "line 2")]
    [InlineData("core: 7.x\nprojects:\n  a: &x {version: 1}\n  b: *x", "line 4, projects[b]")]
    [InlineData("core: 7.x\ncore: 8.x", "line 2, core")]
    [InlineData("- a\n- b", "line 1")]
    public async Task An_error_in_YAML_names_its_line(string text, string place)
    {
        using var folder = new WorkshopFolder();
        var file = folder.Folder.Write("site.make.yml", text);
        var error = await Assert.ThrowsAsync<AegirException>(() => ReadAsync(folder, file));
        Assert.Equal("MakefileSyntax", error.Id);
        Assert.StartsWith($"{Path.GetFileName(file)}, {place}", error.Message[(error.Message.IndexOf("/site.make", StringComparison.Ordinal) + 1)..]);
    }

    [Fact]
    public async Task An_error_in_an_included_makefile_names_that_one()
    {
        using var folder = new WorkshopFolder();
        folder.Folder.Write("parts/one.make", "projects[a][subdir] = ../..");
        var file = folder.Folder.Write("site.make", "core = 7.x\napi = 2\nincludes[] = parts/one.make");
        var error = await Assert.ThrowsAsync<AegirException>(() => ReadAsync(folder, file));
        Assert.Contains(folder.Folder.At("parts/one.make") + ", line 1, projects[a][subdir]", error.Message);
    }

    [Fact]
    public async Task A_makefile_that_includes_itself_is_refused()
    {
        using var folder = new WorkshopFolder();
        var file = folder.Folder.Write("site.make", "core = 7.x\napi = 2\nincludes[] = site.make");
        var error = await Assert.ThrowsAsync<AegirException>(() => ReadAsync(folder, file));
        Assert.Contains("line 3, includes: ", error.Message);
        Assert.Contains("deep", error.Message);
    }

    [Fact]
    public async Task An_include_that_is_not_there_is_named_with_its_line()
    {
        using var folder = new WorkshopFolder();
        var file = folder.Folder.Write("site.make", "core = 7.x\napi = 2\nincludes[] = gone.make");
        var error = await Assert.ThrowsAsync<AegirException>(() => ReadAsync(folder, file));
        Assert.Equal("MakefileNotFound", error.Id);
        Assert.Contains($"{file}, line 3, includes[0]", error.Message);
    }

    [Fact]
    public async Task The_version_keeps_its_zeros_in_YAML()
    {
        using var folder = new WorkshopFolder();
        var file = folder.Folder.Write("site.make.yml", "core: 7.x\napi: 2\nprojects:\n  a: 3.10\n  b:\n    version: 3.20\n");
        var makefile = await ReadAsync(folder, file);
        Assert.Equal(["3.10", "3.20"], makefile.Items.Select(item => item.Version));
    }

    [Fact]
    public async Task Keys_that_mean_nothing_are_warned_about()
    {
        using var folder = new WorkshopFolder();
        var warnings = new List<string>();
        await ReadAsync(folder, folder.Folder.Write("site.make", "core = 7.x\napi = 2\nprojects[a][subdri] = x\nprojects[b] = NULL"), warnings);
        Assert.Contains("line 3, projects[a][subdri]", warnings.Single());
        Assert.Contains("line 4, projects[b]: takes away", folder.Logged.Single());
    }

    [Fact]
    public async Task The_hash_follows_what_includes_say_and_not_how_it_is_laid_out()
    {
        using var folder = new WorkshopFolder();
        folder.Folder.Write("part.make", "projects[views] = 3.1");
        var file = folder.Folder.Write("site.make", "core = 7.x\napi = 2\nincludes[] = part.make");
        var first = (await ReadAsync(folder, file)).Hash;
        folder.Folder.Write("part.make", "; the views\nprojects[views] =   \"3.1\"\n");
        Assert.Equal(first, (await ReadAsync(folder, file)).Hash);
        folder.Folder.Write("part.make", "projects[views] = 3.2");
        Assert.NotEqual(first, (await ReadAsync(folder, file)).Hash);
    }

    internal static async Task<Makefile> ReadAsync(WorkshopFolder folder, string file, List<string>? warnings = null) =>
        Makefile.From(await new MakefileReader(folder.Open()).ReadAsync(file, default), warnings is null ? _ => { }
    : warnings.Add);
}

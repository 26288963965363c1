using Aegir.Building.Fetching;
using Aegir.Building.Releases;
using Aegir.Building.Sources;
using Aegir.Databases;
using Aegir.State;
using Aegir.Tests.Fuzzing;

namespace Aegir.Tests.Parsers;

/// <summary>Short texts that people, makefiles and feeds give.</summary>
internal static class TextParsers
{
    public static IReadOnlyList<Parser> All { get; } =
    [
        Parser.Of("names", Name),
        Parser.Of("versions", Version) with { Words = ["7.x-", "8.x", "-dev", "-rc1", ">=", "^", "~", "||", " <", "!=", "*"] },
        Parser.Of("windows", text => MaintenanceWindow.Parse(text)) with { Words = ["Mon-Fri", "24:00", "Europe/Berlin", "UTC"] },
        Parser.Of("urls", Url) with { Words = ["ext::", "file:///", "http://", "git@h:", "ssh://-", "[::1]", "%2e%2e", "%00", "user:secret@"] },
        Parser.Of("hub-address", text => HubAddress.Show(HubAddress.Check(text))) with { Words = ["postgresql://", "Host=", "Password=", ";", "%40"] },
        Parser.Of("release-feed", Feed) with
        {
            Refusal = typeof(FormatException), Field = "release-history/*.xml",
            Words = ["<!DOCTYPE x [<!ENTITY a \"aaaa\">]>", "<release>", "</release>", "<date>", "<terms><term>", "xmlns='x'", "<?xml version='1.1'?>"],
        },
        Parser.Of("sql-field", text => (Sql.Field(text), Aegir.Databases.PostgreSql.PostgreSqlText.Field(text)).ToString()),
    ];

    private static void Name(string text)
    {
        _ = Names.PlatformContext(text) + Names.ServerContext(text) + Names.ClientFolder(text);
        var domain = Names.Domain(text);
        if (Names.IsDomain(domain))
        {
            Assert.Matches(@"\A[a-z0-9.-]+\z", domain);
            Assert.All(Names.DatabaseCandidates(domain), name => Assert.Matches(@"\A[A-Za-z0-9_]{0,16}\z", name));
        }
        if (Names.IsAlias(text))
            Assert.Matches(@"\A(\*\.)?[a-z0-9.-]+\z", text);
        if (Names.IsSiteDirectory(text))
            Assert.Matches(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*\z", text);
        if (Names.IsLanguage(text) || Names.IsPackage(text))
            Assert.Matches(@"\A[a-z0-9_-]+\z", text);
        if (Names.AbsolutePath(text) is { } path)
            Assert.False(path.Split('/').Contains(".."), path);
        _ = PlatformNamePattern.Unknown(text);
        Assert.Matches(@"\A[a-z0-9_.-]*\z", PlatformNamePattern.FolderOf(text));
        _ = new NamePattern(text).Matches("www.example.test");
        EntityName.Check(text, "platform");
    }

    private static void Version(string text)
    {
        if (DrupalVersion.TryParse(text, out var version))
            Assert.Equal(0, version.CompareTo(version));
        _ = CoreVersionConstraint.TryParse(text, out var constraint) && constraint.IsSatisfiedBy(version);
        _ = Checksum.Parse(text);
        _ = new KnownReleases { Project = "drupal", Security = [text, "10.3.6"], Supported = ["10.3.", text] }.ToString();
    }

    private static void Url(string text)
    {
        if (SourceUrl.LooksLikeUrl(text))
            Checked(SourceUrl.Parse(text, "test", SourceKinds.Http | SourceKinds.Git));
        SourceRules.Check(new GitSource(text));
        Checked(SourceUrl.Parse(text, "test", SourceKinds.Http | SourceKinds.Git | SourceKinds.Local));
        Checked(SourceUrl.LocalPath(text, "test"));
    }

    // No program takes it for an option, for two words, or for the end of its own quotes.
    private static void Checked(SourceUrl url)
    {
        _ = url.FileName;
        Assert.False(url.Text.StartsWith('-') || url.Text.Any(char.IsControl), url.Text);
        if (!url.IsLocal)
            Assert.DoesNotMatch("[\\s\"'`\\\\<>]|\\A(ext|fd|file):", url.Text);
        else
            Assert.DoesNotContain("..", url.Text.Split('/'));
    }

    private static void Feed(string text)
    {
        var history = ReleaseFeed.Parse(text);
        _ = history.Known();
        _ = history.Newest(_ => true)?.Archive("core", "no-core");
        foreach (var wanted in new[] { null, "10", "3.x", "7.x-1.0", "" })
            _ = ReleaseChoice.Choose(history, "7.x", wanted);
    }
}

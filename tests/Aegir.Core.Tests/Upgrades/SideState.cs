using System.Security.Cryptography;

namespace Aegir.Tests.Upgrades;

/// <summary>A site's folder on one platform, and what lies beside it below sites/, as it is now.</summary>
internal sealed record SideState(
    string Docroot, IReadOnlyList<string> Beside, bool Exists, UnixFileMode Mode, IReadOnlyList<string> Entries, string? Settings, UnixFileMode SettingsMode)
{
    public static SideState Of(string docroot, string directory)
    {
        var folder = $"{docroot}/sites/{directory}";
        var settings = folder + "/settings.php";
        var exists = Directory.Exists(folder);
        return new SideState(
            docroot,
            Names(docroot + "/sites"),
            exists,
            exists ? File.GetUnixFileMode(folder) : default,
            exists ? Names(folder) : [],
            File.Exists(settings) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(settings))) : null,
            File.Exists(settings) ? File.GetUnixFileMode(settings) : default);
    }

    /// <summary>What differs from how it was before; links count as what they are.</summary>
    public IEnumerable<string> ChangesSince(SideState before)
    {
        if (Exists != before.Exists)
            yield return $"{Docroot}: the site's folder {(Exists ? "is there" : "is gone")}";
        if (Mode != before.Mode)
            yield return $"{Docroot}: the site's folder has mode {Octal(Mode)}, not {Octal(before.Mode)}";
        if (Settings != before.Settings)
            yield return $"{Docroot}: settings.php is not byte for byte what it was";
        if (SettingsMode != before.SettingsMode)
            yield return $"{Docroot}: settings.php has mode {Octal(SettingsMode)}, not {Octal(before.SettingsMode)}";
        if (!Entries.SequenceEqual(before.Entries))
            yield return $"{Docroot}: the site's folder holds {string.Join(' ', Entries)}, not {string.Join(' ', before.Entries)}";
        foreach (var change in ChangesBeside(before))
            yield return change;
    }

    /// <summary>The same, for what lies beside the site's folder. A sites.php may come to be: other sites may need it by now.</summary>
    public IEnumerable<string> ChangesBeside(SideState before, params string[] allowed)
    {
        var changes = Beside.Except(before.Beside).Select(name => "+" + name).Concat(before.Beside.Except(Beside).Select(name => "-" + name))
            .Where(change => change[1..] != "sites.php" && !allowed.Contains(change[1..])).ToList();
        if (changes.Count > 0)
            yield return $"{Docroot}/sites: {string.Join(' ', changes)}";
    }

    private static List<string> Names(string folder) => new DirectoryInfo(folder).EnumerateFileSystemInfos()
        .Select(entry => entry.Name + (entry.LinkTarget is null ? "" : "@")).Order(StringComparer.Ordinal).ToList();

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);
}

using System.Text.RegularExpressions;

namespace Aegir;

/// <summary>The rules for names and paths (aegir-spec 1.3, 1.4, 1.8).</summary>
public static partial class Names
{
    /// <summary>The context name of a platform: every character that is no letter, digit or underscore is dropped (aegir-spec 1.8).</summary>
    public static string PlatformContext(string name) => "@platform_" + NonWord().Replace(name, "");

    /// <summary>The context name of a server (aegir-spec 1.8).</summary>
    public static string ServerContext(string name) =>
        name == Server.MasterName ? "@" + name : "@server_" + NonWord().Replace(name, "");

    /// <summary>A domain as it is stored: trimmed, lower case, without a trailing dot.</summary>
    public static string Domain(string name) => name.Trim().ToLowerInvariant().TrimEnd('.');

    /// <summary>True for a domain a site may be called: labels of letters, digits and hyphens, none of which starts or ends with a
    /// hyphen; a single label will do (aegir-spec 1.4). At most 235 characters, so that its alias file can be named.</summary>
    public static bool IsDomain(string name) => name.Length is > 0 and <= 235 && DomainName().IsMatch(name);

    /// <summary>True for a further name of a site: a domain, or one with "*." in front of at least two labels (aegir-spec 1.4).</summary>
    public static bool IsAlias(string name) =>
        IsDomain(name) || (name.StartsWith("*.", StringComparison.Ordinal) && IsDomain(name[2..]) && name[2..].Contains('.'));

    /// <summary>The folder of a client: letters, digits and underscores of its name, in lower case, at most 16 (aegir-spec 1.5).</summary>
    public static string ClientFolder(string name)
    {
        var folder = NonWord().Replace(name, "").ToLowerInvariant();
        return folder.Length > 16 ? folder[..16] : folder;
    }

    /// <summary>True for a short language code, such as de or pt-br.</summary>
    public static bool IsLanguage(string code) => LanguageCode().IsMatch(code);

    /// <summary>True for the name of a module, theme or profile.</summary>
    public static bool IsPackage(string name) => PackageName().IsMatch(name);

    /// <summary>True for the name of a folder below sites/ that can hold a site.</summary>
    public static bool IsSiteDirectory(string name) => name.Length <= 255 && SiteFolder().IsMatch(name);

    /// <summary>An absolute POSIX path without empty, "." or trailing parts (aegir-spec 1.8); null where it is not absolute or climbs with "..".</summary>
    public static string? AbsolutePath(string path)
    {
        if (!path.StartsWith('/') || path.Contains('\0') || path.Contains('\n'))
            return null;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        return parts.Contains("..") ? null : "/" + string.Join('/', parts);
    }

    /// <summary>The base of a database's name (aegir-spec 2.14): www., dots and dashes go, 16 characters stay.</summary>
    public static string DatabaseBase(string domain)
    {
        var name = domain.StartsWith("www.", StringComparison.Ordinal) ? domain[4..] : domain;
        name = NonWord().Replace(name, "");
        return name.Length > 16 ? name[..16] : name;
    }

    /// <summary>The names to try for a site's database, in order: the base, then base_0 to base_99 (aegir-spec 2.14).</summary>
    public static IEnumerable<string> DatabaseCandidates(string domain)
    {
        var name = DatabaseBase(domain);
        yield return name;
        for (var i = 0; i < 100; i++)
        {
            var suffix = "_" + i;
            var keep = Math.Min(name.Length, 16 - suffix.Length);
            yield return name[..keep] + suffix;
        }
    }

    [GeneratedRegex(@"[^A-Za-z0-9_]")]
    private static partial Regex NonWord();

    [GeneratedRegex(@"\A(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\z")]
    private static partial Regex DomainName();

    [GeneratedRegex(@"\A[a-z]{2,3}(-[a-z0-9]{2,8})*\z")]
    private static partial Regex LanguageCode();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,49}\z")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*\z")]
    private static partial Regex SiteFolder();
}

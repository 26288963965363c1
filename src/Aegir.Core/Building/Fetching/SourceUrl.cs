using System.Text.RegularExpressions;

namespace Aegir.Building.Fetching;

/// <summary>From where something may be fetched.</summary>
[Flags]
public enum SourceKinds
{
    Http = 1,

    /// <summary>ssh://, git:// and user@host:path.</summary>
    Git = 2,

    /// <summary>A path on the hub's machine, or file:// and one.</summary>
    Local = 4,
}

/// <summary>
/// A place to fetch from that was looked at: a known protocol, no option in disguise, nothing a program would take for more than an address.
/// </summary>
public sealed partial record SourceUrl
{
    private SourceUrl(string text, SourceKinds kind) => (Text, Kind) = (text, kind);

    /// <summary>For a local one, the absolute path.</summary>
    public string Text { get; }

    public SourceKinds Kind { get; }

    public bool IsLocal => Kind == SourceKinds.Local;

    /// <summary>The last part of its path, without what follows a question mark; may be empty.</summary>
    public string FileName => Uri.UnescapeDataString(Text.Split('?', '#')[0].Split('/', ':')[^1]);

    /// <summary>True for everything that is not plainly a path.</summary>
    public static bool LooksLikeUrl(string text) => Scheme().IsMatch(text) || text.Contains("::", StringComparison.Ordinal);

    /// <param name="where">Who names it, for the error.</param>
    /// <exception cref="AegirException">SourceUrlRefused, which says why.</exception>
    public static SourceUrl Parse(string text, string where, SourceKinds allowed)
    {
        if (text.Length is 0 or > 2000)
            throw Refused(where, text, "is no address");
        if (text.StartsWith('-'))
            throw Refused(where, text, "would be taken for an option");
        if (text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character is '"' or '\\' or '`' or '<' or '>' or '\''))
            throw Refused(where, text, "holds characters that no address has");
        if (text.StartsWith('/') || text.StartsWith("file:///", StringComparison.OrdinalIgnoreCase))
            return allowed.HasFlag(SourceKinds.Local)
                ? LocalPath(text.StartsWith('/') ? text : Uri.UnescapeDataString(text[7..]), where)
                : throw Refused(where, text, "is a path on the hub's machine, which only a makefile or an admin of that machine may name");
        var kind = Http().IsMatch(text) ? SourceKinds.Http : GitUrl().IsMatch(text) || Scp().IsMatch(text) ? SourceKinds.Git : 0;
        if (kind == 0 || !allowed.HasFlag(kind))
            throw Refused(where, text, "has a protocol that is not allowed here");
        if (kind == SourceKinds.Http && (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0))
            throw Refused(where, text, "is no address");
        if (Password().IsMatch(text))
            throw new AegirException(AegirErrorKind.Refused, "SourceUrlSecret",
                $"{where}: the URL '{Password().Replace(text, "//…@")}' holds a password, which would show in process lists and logs.",
                "Put it into ~/.netrc or a git credential helper of the account that runs Aegir, and leave it out of the URL.");
        return new SourceUrl(text, kind);
    }

    /// <exception cref="AegirException">SourceUrlRefused.</exception>
    public static SourceUrl LocalPath(string path, string where)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        return path.StartsWith('/') && !path.Any(char.IsControl)
            ? new SourceUrl("/" + string.Join('/', parts), SourceKinds.Local)
            : throw Refused(where, path, "is no absolute path");
    }

    public override string ToString() => Text;

    private static AegirException Refused(string where, string text, string why) => new(
        AegirErrorKind.Refused, "SourceUrlRefused",
        $"{where}: '{(text.Length > 200 ? text[..200] + "…" : text)}' {why}.",
        "Give an http, https, ssh or git URL; an absolute path where the source lies on the hub's machine.");

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\Ahttps?://[^/@:-][^/]*", RegexOptions.IgnoreCase)]
    private static partial Regex Http();

    [GeneratedRegex(@"\A(ssh|git|git\+ssh)://([A-Za-z0-9_.][A-Za-z0-9_.-]*@)?[A-Za-z0-9\[][A-Za-z0-9.:\]-]*/.+\z", RegexOptions.IgnoreCase)]
    private static partial Regex GitUrl();

    // As git has it: there is no slash before the first colon.
    [GeneratedRegex(@"\A[A-Za-z0-9_.][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!:)[^-].*\z")]
    private static partial Regex Scp();

    [GeneratedRegex(@"//[^/@]*:[^/@]*@")]
    private static partial Regex Password();
}

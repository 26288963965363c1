using System.Text.RegularExpressions;

namespace Aegir.Building.Fetching;

/// <summary>What to check out of a git repository. Of several the first counts: revision, tag, branch, refspec, name; none is the default
/// branch.</summary>
public sealed partial record GitDownload(SourceUrl Url)
{
    public string? Branch { get; init; }

    public string? Tag { get; init; }

    /// <summary>A commit, whole or shortened.</summary>
    public string? Revision { get; init; }

    /// <summary>A ref that is neither branch nor tag, such as refs/changes/12/3.</summary>
    public string? Refspec { get; init; }

    /// <summary>A branch, tag or commit, whichever there is.</summary>
    public string? Name { get; init; }

    public bool Submodules { get; init; } = true;

    /// <summary>Keeps the .git folders.</summary>
    public bool WorkingCopy { get; init; }

    /// <summary>True for what can name a revision: no option, no range, nothing that git would calculate with.</summary>
    public static bool IsRef(string text) => text.Length <= 200 && Ref().IsMatch(text)
        && !text.Contains("..", StringComparison.Ordinal) && !text.Contains("//", StringComparison.Ordinal) && !text.EndsWith(".lock", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._/+#-]*\z")]
    private static partial Regex Ref();
}

/// <param name="Description">The newest tag before it and how many commits it is past that, as git describes it; empty where there is none.</param>
public sealed record GitCheckout(string Commit, DateTimeOffset Time, string Description);

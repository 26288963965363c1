namespace Aegir.Service.Webhooks;

/// <summary>What a distribution's source looks at.</summary>
internal static class Followed
{
    private const string Branches = "refs/heads/";
    private const string Tags = "refs/tags/";

    /// <summary>Whether one of what was pushed may have moved the source. Of none named, or where the repository is not the source but has it
    /// (a makefile, a lock file), anything may.</summary>
    public static bool Covers(UpdateSource? source, IReadOnlyList<string> references) => source is not null
        && (references.Count == 0 || references.Any(reference => Covers(source, reference)));

    private static bool Covers(UpdateSource source, string reference) => source switch
    {
        GitUpdates { TagPattern: { } pattern } => reference.StartsWith(Tags, StringComparison.Ordinal) && new NamePattern(pattern).Matches(reference[Tags.Length..]),
        GitUpdates { Branch: { } branch } => reference == Branches + branch,
        // Which branch is the default one only the repository knows.
        GitUpdates => reference.StartsWith(Branches, StringComparison.Ordinal),
        _ => true,
    };
}

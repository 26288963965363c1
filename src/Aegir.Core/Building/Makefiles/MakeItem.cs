using Aegir.Building.Fetching;

namespace Aegir.Building.Makefiles;

public enum MakeItemKind { Project, Library }

/// <summary>A project or a library of a makefile, with the defaults of its makefile filled in (aegir-spec 7.1).</summary>
public sealed record MakeItem(string Name, MakeItemKind Kind, MakePlace Place)
{
    /// <summary>core, module, theme or profile; null where the release feed is to tell. Libraries have none.</summary>
    public string? Type { get; init; }

    /// <summary>Exact or loose; null for the latest recommended.</summary>
    public string? Version { get; init; }

    public string Subdir { get; init; } = "";

    /// <summary>The name of its folder.</summary>
    public string DirectoryName { get; init; } = "";

    /// <summary>A folder below sites/all or the profile, in place of the one its type has.</summary>
    public string? Destination { get; init; }

    /// <summary>Takes the place of what another item laid there.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The address of another release feed.</summary>
    public SourceUrl? Location { get; init; }

    /// <summary>Which of a distribution's archives: full, projects or profile-only.</summary>
    public string? Variant { get; init; }

    /// <summary>Whether a makefile of its own is followed.</summary>
    public bool Recursion { get; init; } = true;

    public bool WorkingCopy { get; init; }

    /// <summary>The languages to fetch translations in.</summary>
    public IReadOnlyList<string> Translations { get; init; } = [];

    /// <summary>A pattern of the address of its translations; null for drupal.org's.</summary>
    public string? TranslationPattern { get; init; }

    /// <summary>Null: a release of the feed.</summary>
    public MakeDownload? Download { get; init; }

    public IReadOnlyList<MakePatch> Patches { get; init; } = [];

    /// <summary>Who it is, for errors and logs.</summary>
    public string What => $"{(Kind == MakeItemKind.Project ? "project" : "library")} '{Name}' ({Place.File}, line {Place.Line})";
}

public enum MakeDownloadType { Git, File, Copy }

/// <summary>How an item is fetched.</summary>
public sealed record MakeDownload(MakeDownloadType Type, MakePlace Place)
{
    /// <summary>Null for git without one: drupal.org's repository of the project.</summary>
    public SourceUrl? Url { get; init; }

    public string? Branch { get; init; }

    public string? Tag { get; init; }

    public string? Revision { get; init; }

    public string? Refspec { get; init; }

    public Checksum? Checksum { get; init; }

    /// <summary>The name the file gets; an archive by that name is unpacked.</summary>
    public string? FileName { get; init; }

    /// <summary>The folder within the archive that is wanted.</summary>
    public string? Subtree { get; init; }

    public bool IsPost { get; init; }
}

/// <param name="Url">A URL, or a path on the hub's machine.</param>
public sealed record MakePatch(SourceUrl Url, Checksum? Checksum, MakePlace Place);

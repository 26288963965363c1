namespace Aegir.Operations.Moving;

/// <summary>The archive that a restore is made from. Kept with the task.</summary>
public sealed record RestoreSource
{
    /// <summary>Its path on the hub.</summary>
    public string Archive { get; init; } = "";

    /// <summary>The folder on the hub that it is unpacked to.</summary>
    public string Folder { get; init; } = "";

    /// <summary>What the site was called in it, and its folder below sites/.</summary>
    public string Site { get; init; } = "";

    public string Directory { get; init; } = "";

    /// <summary>Which of files and private it holds, configuration alone not counted; those of the site stay with its old side then.</summary>
    public IReadOnlyList<string> Uploads { get; init; } = [];

    /// <summary>Enabled modules that the platform may lack.</summary>
    public IReadOnlyList<string> AllowMissing { get; init; } = [];

    /// <summary>What the archive says of a site that the hub does not know; null for none.</summary>
    public string? Client { get; init; }

    public string Language { get; init; } = "en";

    public string SiteFolder => Folder + "/site";
}

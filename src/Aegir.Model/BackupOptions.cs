namespace Aegir;

/// <summary>How an archive is packed.</summary>
public enum BackupCompression { Gzip, Bzip2, None }

/// <summary>How a site is backed up.</summary>
public sealed record BackupOptions
{
    public const string OnRequest = "Generated on request";

    public string Description { get; init; } = OnRequest;

    /// <summary>False leaves the account of the database out of the settings in the archive.</summary>
    public bool Credentials { get; init; } = true;

    /// <summary>False leaves out what visitors uploaded.</summary>
    public bool Uploads { get; init; } = true;

    public BackupCompression Compression { get; init; }

    /// <summary>On the hub's machine, an absolute path: a folder, or the archive itself where it ends like one. Null for the hub's own folder.</summary>
    public string? Destination { get; init; }

    /// <summary>True takes a dump for good that is too small to hold a site (aegir-spec 2.5).</summary>
    public bool Force { get; init; }
}

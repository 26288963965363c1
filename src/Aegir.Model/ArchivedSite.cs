namespace Aegir;

/// <summary>A site that the hub does not know, and that is to be made of an archive.</summary>
/// <param name="Archive">Its path on the hub's machine.</param>
public sealed record ArchivedSite(string Archive)
{
    /// <summary>Where it goes; null for the platform that the archive names.</summary>
    public string? Platform { get; init; }

    /// <summary>Its domain; null for the one that the archive names.</summary>
    public string? Name { get; init; }

    /// <summary>The server of its database; null for that of the platform, or else the hub's own.</summary>
    public string? DatabaseServer { get; init; }

    /// <summary>Enabled modules that the platform may lack.</summary>
    public IReadOnlyList<string> AllowMissing { get; init; } = [];

    public override string ToString() => Name ?? Archive;
}

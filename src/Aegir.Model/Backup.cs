namespace Aegir;

/// <summary>An archive of a site, on the hub.</summary>
public sealed record Backup
{
    public long Id { get; init; }

    public string Site { get; init; } = "";

    public string Path { get; init; } = "";

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Name of the platform the site lived on; null where that is not known or gone.</summary>
    public string? Platform { get; init; }

    /// <summary>The folder below sites/ that it was taken of; null where that is not known.</summary>
    public string? Directory { get; init; }

    /// <summary>True where the site was removed since; another may have its domain by now.</summary>
    public bool IsOfRemovedSite { get; init; }

    public DateTimeOffset Created { get; init; }

    public override string ToString() => Path;
}

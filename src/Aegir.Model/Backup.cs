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

    public DateTimeOffset Created { get; init; }

    public override string ToString() => Path;
}

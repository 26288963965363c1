using Aegir.Building.Fetching;
using Aegir.Building.Makefiles;

namespace Aegir.Building.Making;

/// <summary>An item of which it is known where it comes from and where it goes.</summary>
public sealed record ResolvedItem(MakeItem Item, string Type)
{
    /// <summary>One of the three is set.</summary>
    public Download? File { get; init; }

    public GitDownload? Git { get; init; }

    public SourceUrl? Folder { get; init; }

    /// <summary>Null where only the checkout tells.</summary>
    public string? Version { get; init; }

    /// <summary>Below the platform's root; empty for core.</summary>
    public string Path { get; init; } = "";

    public SourceUrl Source => File?.Url ?? Git?.Url ?? Folder!;

    public bool IsCore => Type == "core";

    public override string ToString() => Version is null ? Item.Name : $"{Item.Name} {Version}";
}

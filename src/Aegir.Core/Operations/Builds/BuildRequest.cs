using Aegir.Building.Fetching;

namespace Aegir.Operations.Builds;

/// <summary>A platform to be built.</summary>
/// <param name="Name">May have tokens: see <see cref="PlatformNamePattern"/>.</param>
public sealed record BuildRequest(string Name, PlatformSource Source)
{
    /// <summary>Where it is to lie; null for a folder of its name below that of the server.</summary>
    public string? Path { get; init; }

    public string Server { get; init; } = Aegir.Server.MasterName;

    public string? Distribution { get; init; }

    public BuildLimits Limits { get; init; } = new();

    /// <summary>Where projects have their release history; null for that of the environment variable AEGIR_RELEASE_FEED, or drupal.org.</summary>
    public string? ReleaseFeed { get; init; }
}

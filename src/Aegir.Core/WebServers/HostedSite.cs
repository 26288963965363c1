namespace Aegir.WebServers;

/// <summary>What a web server is to answer for a site. Maintenance and Disabled: 503 to everybody, Maintenance with Retry-After.</summary>
public enum HostedState { Open, Maintenance, Disabled }

/// <summary>A site as a web server has to know it.</summary>
public sealed record HostedSite
{
    public required string Name { get; init; }

    /// <summary>The folder below sites/.</summary>
    public required string Directory { get; init; }

    public required string Docroot { get; init; }

    public int CoreMajor { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The one of its names that all others are redirected to; null for none.</summary>
    public string? Redirection { get; init; }

    public HttpsMode Https { get; init; }

    public string? Certificate { get; init; }

    public HostedState State { get; init; }

    /// <summary>In maintenance, requests whose header X-Aegir-Task holds this are let through to the site; null for none.</summary>
    public string? PassToken { get; init; }
}

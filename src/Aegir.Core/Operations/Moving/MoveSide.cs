using Aegir.Drupal;
using Aegir.WebServers;

namespace Aegir.Operations.Moving;

/// <summary>Where and as what a site stands before a move, or after it. Holds no secret.</summary>
public sealed class MoveSide
{
    public long PlatformId { get; set; }

    public string Platform { get; set; } = "";

    public string Docroot { get; set; } = "";

    public int Major { get; set; }

    /// <summary>The platform's web server; a cluster stands for all its members.</summary>
    public string Server { get; set; } = "";

    /// <summary>The site's domain.</summary>
    public string Site { get; set; } = "";

    /// <summary>The folder below sites/.</summary>
    public string Directory { get; set; } = "";

    public IReadOnlyList<string> Aliases { get; set; } = [];

    public string? Redirection { get; set; }

    public HttpsMode Https { get; set; }

    public string? Certificate { get; set; }

    /// <summary>Null for a SQLite file.</summary>
    public string? DatabaseServer { get; set; }

    /// <summary>A database's name; for SQLite the file's absolute path. Empty until one is chosen.</summary>
    public string Database { get; set; } = "";

    public string DatabaseUser { get; set; } = "";

    public string Sites => Docroot + "/sites";

    public string Folder => $"{Sites}/{Directory}";

    public SiteLocation Location => new(Docroot, Directory, Site, Major);

    /// <summary>The domain and the aliases.</summary>
    public IEnumerable<string> Names => [Site, .. Aliases];

    /// <param name="token">In maintenance, lets whoever has it through.</param>
    public HostedSite Hosted(HostedState state, string? token = null) => new()
    {
        Name = Site,
        Directory = Directory,
        Docroot = Docroot,
        CoreMajor = Major,
        Aliases = Aliases,
        Redirection = Redirection,
        Https = Https,
        Certificate = Certificate,
        State = state,
        PassToken = token,
    };
}

namespace Aegir;

/// <summary>A site that is to be installed.</summary>
public sealed record NewSite
{
    /// <summary>The profile that is taken where none is named.</summary>
    public const string DefaultProfile = "standard";

    /// <summary>Its domain.</summary>
    public required string Name { get; init; }

    public required string Platform { get; init; }

    public string Profile { get; init; } = DefaultProfile;

    /// <summary>A short code, such as de.</summary>
    public string Language { get; init; } = "en";

    /// <summary>What it is called for people; null for its domain.</summary>
    public string? Title { get; init; }

    /// <summary>The address of its first account, and of the site; null for one that is no address.</summary>
    public string? AdminEmail { get; init; }

    public string? Client { get; init; }

    /// <summary>Further names it answers to; one may start with "*.".</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The server of its database; null for that of the platform, or else the hub's own.</summary>
    public string? DatabaseServer { get; init; }

    /// <summary>Sqlite for a file in the site's folder; null for what the server offers.</summary>
    public DatabaseType? Database { get; init; }
}

/// <summary>A site that was installed, and the way in.</summary>
/// <param name="LoginUrl">Logs its first account in, once, for a day; null where drush gave none. A secret: kept nowhere.</param>
public sealed record InstalledSite(Site Site, string? LoginUrl)
{
    public override string ToString() => Site.Name;
}

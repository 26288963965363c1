namespace Aegir.Drupal;

/// <summary>What of a site's settings has to stay the same wherever the site goes: the connection but for its password, the salt, the
/// sync directory. It holds the salt: it is never stored and never shown.</summary>
public sealed record KeptSettings(string Data)
{
    /// <summary>Where the first says nothing, this counts: an archive may have been stripped of its account.</summary>
    public string? Other { get; init; }

    public override string ToString() => nameof(KeptSettings);
}

/// <summary>What else changes in the settings of a site that goes elsewhere.</summary>
public sealed record SettingsChange
{
    /// <summary>How the site reaches its database; null where that is as before.</summary>
    public SettingsAddress? Address { get; init; }

    /// <summary>A salt of its own, for a clone (field note 13); null keeps the one there is.</summary>
    public string? Salt { get; init; }

    /// <summary>Old to new names in the strings of the settings; none by default.</summary>
    public SiteMap Map { get; init; } = new();

    /// <summary>The domain and aliases, for trusted_host_patterns where the site has such.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    // A record prints its members.
    public override string ToString() => nameof(SettingsChange);
}

/// <summary>Driver, host and port, or a socket.</summary>
public sealed record SettingsAddress(string Driver, string? Host, int Port, string? UnixSocket);

/// <summary>How a site's old names become new ones, in settings and in content.</summary>
public sealed record SiteMap
{
    /// <summary>Folders below sites/.</summary>
    public IReadOnlyDictionary<string, string> Directories { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Hosts { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute paths.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; init; } = new Dictionary<string, string>();
}

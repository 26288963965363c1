namespace Aegir;

/// <summary>A Drupal site; it lives on one platform.</summary>
public sealed record Site
{
    public long Id { get; init; }

    /// <summary>The site's domain name, in lower case.</summary>
    public string Name { get; init; } = "";

    /// <summary>The folder below sites/ that holds it; the name, but for sites adopted from elsewhere.</summary>
    public string Directory { get; init; } = "";

    public string Platform { get; init; } = "";

    public string Server { get; init; } = Aegir.Server.MasterName;

    /// <summary>The distribution of the site's platform; null where that is of none.</summary>
    public string? Distribution { get; init; }

    /// <summary>Name of the platform that an upgrade would take this site to; null where none is on offer.</summary>
    public string? UpgradeTarget { get; init; }

    /// <summary>True where the distribution's target is another platform than the site's own.</summary>
    public bool IsOutdated => UpgradeTarget is not null;

    public SiteStatus Status { get; init; }

    public string? Profile { get; init; }

    public string? CoreVersion { get; init; }

    public DatabaseType DatabaseType { get; init; }

    /// <summary>The database's name; for SQLite the file's path, relative to the docroot where it is below it.</summary>
    public string? DatabaseName { get; init; }

    /// <summary>The server of its database; null where that is a SQLite file.</summary>
    public string? DatabaseServer { get; init; }

    /// <summary>Further names it answers to; one may start with "*.".</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The one of its names that all others are redirected to; null for none.</summary>
    public string? Redirection { get; init; }

    public HttpsMode Https { get; init; }

    /// <summary>Name of the certificate, a folder below the server's ssl.d (aegir-spec 2.13); null for one of its own, self-signed.</summary>
    public string? Certificate { get; init; }

    /// <summary>Whom it belongs to.</summary>
    public string? Client { get; init; }

    /// <summary>The language it was installed in, such as en.</summary>
    public string Language { get; init; } = "en";

    /// <summary>How often its cron is due; zero for never.</summary>
    public TimeSpan CronInterval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>When its cron last ran to a good end.</summary>
    public DateTimeOffset? LastCron { get; init; }

    /// <summary>When its cron was last begun, whatever came of it.</summary>
    public DateTimeOffset? LastCronTry { get; init; }

    /// <summary>What went wrong the last time; null where nothing did.</summary>
    public string? LastCronError { get; init; }

    public DateTimeOffset? Verified { get; init; }

    public override string ToString() => Name;
}

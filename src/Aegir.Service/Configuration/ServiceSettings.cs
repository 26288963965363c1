namespace Aegir.Service.Configuration;

/// <summary>What an administrator can set: in a JSON file, by environment variables (AEGIR_HUB, AEGIR_LISTEN, AEGIR_WEBHOOKS__PERMINUTE) or on
/// the command line (--Listen …); the later ones win.</summary>
public sealed class ServiceSettings
{
    /// <summary>The hub's store; where none is named, the one that the cmdlets use.</summary>
    public string? Hub { get; set; }

    /// <summary>An address of this machine, such as http://127.0.0.1:8484. Port 0 takes a free one.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:8484";

    /// <summary>Lets <see cref="Listen"/> be an address that other machines reach. The page asks nobody who they are.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>The host names it may be called by besides those of loopback; separated by semicolons, * for any. Keeps pages of others from reading ours.</summary>
    public string HostNames { get; set; } = "";

    /// <summary>How often the sources of all distributions are looked at; zero for never.</summary>
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often a share of the sites has its cron run; zero for never.</summary>
    public TimeSpan CronEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many tasks of the queue, and how many crons, run at once; 0 leaves the queue alone.</summary>
    public int Workers { get; set; } = 4;

    /// <summary>How long work that is under way may take to end when the service is stopped.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromMinutes(5);

    public WebhookSettings Webhooks { get; set; } = new();

    public Dictionary<string, string> LogLevel { get; set; } = [];
}

public sealed class WebhookSettings
{
    /// <summary>The largest message that is read, in bytes.</summary>
    public int MaxBytes { get; set; } = 1024 * 1024;

    /// <summary>How many messages an address may send in a minute.</summary>
    public int PerMinute { get; set; } = 60;
}

using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Spokes;

/// <summary>Two machines and a cluster of both with web servers, and a database server on the hub that they reach over the network.</summary>
internal sealed class SpokeBench : IDisposable
{
    private readonly SpokeHub spokes = new();

    public SpokeBench()
    {
        MariaDb = MariaDbServer.For(spokes.Lab);
        foreach (var machine in Lab.Machines)
            spokes.Serve(machine);
        Hub.Servers.Set(Server.MasterName, server => server with
        {
            Database = DatabaseType.MariaDb,
            DatabaseOptionFile = MariaDb.OptionFile,
            DatabaseHost = Lab.HubAddress,
            Folder = Lab.AegirFolder,
            OpcacheSeconds = 0,
        });
    }

    public MariaDbServer MariaDb { get; }

    public Lab Lab => spokes.Lab;

    public AegirHub Hub => spokes.Hub;

    public RecordingSink Sink => spokes.Sink;

    /// <summary>An old and a new release on a server, as SERVER-old and SERVER-new of a distribution of its own; the new one is the target.</summary>
    public async Task PlatformsAsync(string server)
    {
        Hub.Distributions.Add("on " + server);
        foreach (var (name, release) in new[] { ("old", "drupal-10.1.5"), ("new", "drupal-10.3.6") })
            await Hub.Platforms.AddAsync($"{server}-{name}", spokes.Code(release, $"{server}-{name}"), "on " + server, Sink, default, server);
    }

    /// <summary>Upgrades a site within the distribution it is in.</summary>
    public Task<IReadOnlyList<UpgradeResult>> UpgradeAsync(string site)
    {
        var platform = Hub.Platforms.Get(Hub.Sites.Get(site).Platform);
        Hub.Distributions.SetTarget(platform.Distribution!, platform.Server + "-new");
        return Hub.Upgrades.RunAsync(Sequence(site), new UpgradeOptions(), Sink, default);
    }

    /// <summary>The site's folder, wherever it is looked at.</summary>
    public string Folder(string platform, string site) => $"{Hub.Platforms.Get(platform).Path}/sites/{Hub.Sites.Find(new SiteFilter()).FirstOrDefault(known => known.Name == site)?.Directory ?? site}";

    /// <summary>Puts a file where visitors' uploads go, as the web server does.</summary>
    public void Upload(LabMachine machine, string platform, string site) => machine.Run(
        $"setpriv --reuid=www-data --regid=www-data --clear-groups sh -c 'echo uploaded >{Folder(platform, site)}/files/upload.txt'");

    public string Databases(string prefix) => DatabaseList.Of(MariaDb, prefix).ToString();

    /// <summary>From where a database user may come.</summary>
    public string[] UserHosts(string user) =>
        MariaDb.Query($"SELECT host FROM mysql.user WHERE user = '{user}'").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        spokes.Dispose();
        MariaDb.Dispose();
    }

    private static async IAsyncEnumerable<string> Sequence(string site)
    {
        yield return site;
        await Task.CompletedTask;
    }
}

internal sealed class NeedsSpokesFactAttribute : FactAttribute
{
    public NeedsSpokesFactAttribute() =>
        Skip = new NeedsLabFactAttribute("mariadbd|mysqld", "mariadb-install-db|mysql_install_db", "mariadb|mysql").Skip;
}

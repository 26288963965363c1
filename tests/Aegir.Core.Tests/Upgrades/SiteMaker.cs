using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>Installs sites for upgrades.</summary>
internal static class SiteMaker
{
    public const string Password = "p4ss-w0rd-of-the-old-database";

    /// <summary>Installs a site on the old release; with a server, in a database and for a user called like the site.</summary>
    public static void InstallOn(this PlatformPair pair, MariaDbServer? server, string site, params string[] modules)
    {
        if (server is null)
        {
            pair.Install(site, "sqlite", modules);
            return;
        }
        var name = Names.DatabaseBase(site);
        server.Query($"CREATE DATABASE {name} CHARACTER SET utf8mb4; CREATE USER {name}@localhost IDENTIFIED BY '{Password}', {name}@'127.0.0.1' IDENTIFIED BY '{Password}';"
            + $"GRANT ALL ON {name}.* TO {name}@localhost; GRANT ALL ON {name}.* TO {name}@'127.0.0.1';");
        pair.Install(site, $"mysql://{name}:{Password}@127.0.0.1:{server.Port}/{name}", modules);
    }

    /// <summary>Drops the databases and users that a site had on either side.</summary>
    public static void DropAllOf(this MariaDbServer server, string site)
    {
        foreach (var name in Names.DatabaseCandidates(site).Take(4))
            server.Query($"DROP DATABASE IF EXISTS {name}; DROP USER IF EXISTS {name}@localhost, {name}@'127.0.0.1';");
    }
}

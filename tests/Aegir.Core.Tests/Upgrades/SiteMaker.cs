using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>Installs sites for upgrades.</summary>
internal static class SiteMaker
{
    public const string Password = "planted-s3cret-of-the-old-database";

    /// <summary>Installs a site on the old release; with a server, in a database and for a user called like the site.</summary>
    public static void InstallOn(this PlatformPair pair, ITestDatabases? server, string site, params string[] modules) =>
        pair.Install(site, server?.MakeDatabase(Names.DatabaseBase(site), Password) ?? "sqlite", modules);

    /// <summary>Drops the databases and users that a site had on either side.</summary>
    public static void DropAllOf(this ITestDatabases server, string site)
    {
        foreach (var name in Names.DatabaseCandidates(site).Take(4))
            server.Drop(name);
    }
}

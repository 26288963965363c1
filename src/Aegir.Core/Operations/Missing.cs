namespace Aegir.Operations;

/// <summary>The errors for names that nothing has.</summary>
public static class Missing
{
    public static AegirException Site(string name) => Error("SiteNotFound", "site", name, "Get-AegirSite lists the sites; Import-AegirSite adopts more.");

    public static AegirException Platform(string name) =>
        Error("PlatformNotFound", "platform", name, "Get-AegirPlatform lists the platforms; New-AegirPlatform registers one.");

    public static AegirException Distribution(string name) =>
        Error("DistributionNotFound", "distribution", name, "Get-AegirDistribution lists the distributions; New-AegirDistribution makes one.");

    public static AegirException Server(string name) => Error("ServerNotFound", "server", name, "Get-AegirServer lists the servers.");

    public static AegirException Backup(long id) =>
        new(AegirErrorKind.NotFound, "BackupNotFound", $"There is no backup {id}.", "Get-AegirBackup lists the backups.");

    public static AegirException Task(long id) => new(AegirErrorKind.NotFound, "TaskNotFound", $"There is no task {id}.", "Get-AegirTask lists the newest.");

    private static AegirException Error(string id, string noun, string name, string action) => new(AegirErrorKind.NotFound, id, $"There is no {noun} '{name}'.", action);
}

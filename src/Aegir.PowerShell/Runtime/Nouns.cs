namespace Aegir.PowerShell;

internal static class Nouns
{
    public const string Hub = "AegirHub";
    public const string Server = "AegirServer";
    public const string Platform = "AegirPlatform";
    public const string Site = "AegirSite";
    public const string SiteLogin = "AegirSiteLogin";
    public const string Distribution = "AegirDistribution";
    public const string DistributionTarget = "AegirDistributionTarget";
    public const string Upgrade = "AegirUpgrade";
    public const string Verify = "AegirVerify";
    public const string Package = "AegirPackage";
    public const string Backup = "AegirBackup";
    public const string Cron = "AegirCron";
    public const string Webhook = "AegirWebhook";
    public const string Task = "AegirTask";
    public const string Queue = "AegirQueue";
    public const string TaskLog = "AegirTaskLog";
    public const string Report = "AegirReport";
}

using System.Security.Cryptography;
using Aegir.State;

namespace Aegir.Operations.Installing;

/// <summary>From what was asked for to what is done: all that the store alone can tell is checked here.</summary>
internal static class InstallPlan
{
    /// <summary>What the original system writes where a client has no address (aegir-spec 2.3).</summary>
    private const string NoEmail = "this.email@is.invalid";

    /// <exception cref="AegirException">SiteNameInvalid, AliasInvalid, SiteExists, PlatformNotFound, PlatformNotVerified, PlatformLocked, DrushMissing,
    /// ProfileInvalid, LanguageInvalid, DatabaseServerNeeded, DatabaseNotSupported.</exception>
    public static InstallRecord Make(OperationServices services, NewSite order)
    {
        var name = SiteNaming.Checked(order.Name);
        var aliases = SiteNaming.CheckedAliases(name, order.Aliases);
        var platform = services.Store.Read(session =>
        {
            SiteNaming.RequireFree(session, [name, .. aliases]);
            return Usable(session, order.Platform);
        });
        if (!Names.IsPackage(order.Profile))
            throw Invalid("ProfileInvalid", $"'{order.Profile}' is not the name of a profile.", "Get-AegirPackage -Platform NAME -Type Profile lists them.");
        if (!Names.IsLanguage(order.Language))
            throw Invalid("LanguageInvalid", $"'{order.Language}' is not a language code.", "Give a short code, such as de or pt-br.");
        var place = services.Place(platform.Server);
        var record = new InstallRecord
        {
            Site = name,
            PlatformId = platform.Id,
            Platform = platform.Name,
            Server = platform.Server,
            Docroot = platform.Path,
            Major = platform.CoreMajor,
            Drush = SiteDrush.Path(platform, place.Lead.Server),
            Profile = order.Profile,
            Language = order.Language,
            Title = string.IsNullOrWhiteSpace(order.Title) ? name : order.Title.Trim(),
            Email = string.IsNullOrWhiteSpace(order.AdminEmail) ? NoEmail : order.AdminEmail.Trim(),
            Client = SiteNaming.CheckedClient(order.Client),
            Aliases = [.. aliases],
            Mark = RandomNumberGenerator.GetHexString(12, lowercase: true),
        };
        ChooseDatabase(services, order, place, record);
        return record;
    }

    /// <summary>A platform that takes new sites (design rule 3).</summary>
    public static Platform Usable(StateSession session, string name)
    {
        var platform = session.Platforms.Get(name) ?? throw Missing.Platform(name);
        return platform switch
        {
            { Verified: null } => throw new AegirException(AegirErrorKind.Refused, "PlatformNotVerified",
                $"Platform '{platform.Name}' was never verified.", $"Get-AegirPlatform '{platform.Name}' | Invoke-AegirVerify"),
            { Status: PlatformStatus.Locked } => throw new AegirException(AegirErrorKind.Refused, "PlatformLocked",
                $"Platform '{platform.Name}' is locked: it takes no new sites.",
                "Take the target of its distribution (Get-AegirDistribution), or unlock it with Unlock-AegirPlatform."),
            _ => platform,
        };
    }

    private static void ChooseDatabase(OperationServices services, NewSite order, Place place, InstallRecord record)
    {
        (record.DatabaseType, record.DatabaseServer) = DatabaseChoice.Make(services, place, order.DatabaseServer, order.Database);
        if (record.DatabaseType == DatabaseType.PostgreSql && record.Major < 8)
            throw Invalid("DatabaseNotSupported", "Sites of Drupal 7 cannot be installed on PostgreSQL here.", "Take MariaDB.");
    }

    private static AegirException Invalid(string id, string message, string action) => new(AegirErrorKind.InvalidInput, id, message, action);
}

using System.Globalization;
using Aegir.Hosts;
using Aegir.Operations;
using Aegir.Operations.Moving;
using Aegir.State;

namespace Aegir.Distributions;

/// <summary>Works out the two sides of a move, and refuses what cannot be meant.</summary>
internal static class MoveDrafts
{
    /// <exception cref="AegirException">SiteNotFound, SiteNotEnabled, PlatformNotFound, PlatformNotVerified, PlatformLocked, ServerNotFound,
    /// NothingToMove, BackupNotFound, BackupOfAnother, BackupPathInvalid, SiteNameInvalid, AliasInvalid, SiteExists.</exception>
    public static MoveDraft Make(OperationServices services, MoveRequest request) => services.Store.Read(session =>
    {
        var site = session.Sites.Get(Names.Domain(request.Site)) ?? throw Missing.Site(request.Site);
        if (site.Status != SiteStatus.Enabled)
            throw new AegirException(AegirErrorKind.Refused, "SiteNotEnabled",
                $"'{site.Name}' is {site.Status.ToString().ToLowerInvariant()}; only enabled sites can be moved.", $"Enable it first: Enable-AegirSite '{site.Name}'");
        var from = session.Platforms.Get(site.Platform)!;
        var backup = request.Kind == MoveKind.Restore ? Archive(session, site, request) : null;
        var to = (request.Platform ?? backup?.Platform) is { } name ? session.Platforms.Get(name) ?? throw Missing.Platform(name) : from;
        var databaseServer = site.DatabaseType == DatabaseType.Sqlite ? null : services.DatabaseServer(site).Name;
        var old = MoveSides.Of(site, from, databaseServer);
        var now = MoveSides.Of(site, to, NewDatabaseServer(session, site, request, databaseServer));
        if (request.NewName is not null)
            Rename(now, old, request);
        RequireChange(request, old, now);
        RequireUsable(to, request.Kind, to.Id == from.Id);
        SiteNaming.RequireFree(session, [.. now.Names], request.Kind == MoveKind.Clone ? 0 : site.Id);
        return new MoveDraft(request, site, from, to)
        {
            Old = old,
            New = now,
            Restored = backup is null ? null : new RestoreSource
            {
                Archive = backup.Path,
                Directory = backup.Directory ?? "",
                AllowMissing = [.. request.AllowMissing],
            },
            Displaced = request.Kind is MoveKind.Migrate or MoveKind.Restore ? Displaced(session, site, old, now) : null,
        };
    });

    // A backup that the hub knows, by its number or path; or any archive on the hub's machine.
    private static Backup Archive(StateSession session, Site site, MoveRequest request)
    {
        var text = request.Backup ?? "";
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            var backup = session.Backups.Get(id) ?? throw Missing.Backup(id);
            return backup.Site == site.Name ? backup : throw new AegirException(AegirErrorKind.Refused, "BackupOfAnother",
                $"Backup {id} is one of '{backup.Site}', not of '{site.Name}'.", $"Restore it by its path, {backup.Path}, if that is meant.");
        }
        var path = Names.AbsolutePath(text) ?? throw new AegirException(AegirErrorKind.InvalidInput, "BackupPathInvalid",
            $"'{text}' is neither the number of a backup nor an absolute path.", "Get-AegirBackup lists the backups; give the path of an archive from the root.");
        return session.Backups.OfSite(site.Id).FirstOrDefault(backup => backup.Path == path) ?? new Backup { Path = path, Site = site.Name };
    }

    private static KeptSide? Displaced(StateSession session, Site site, MoveSide old, MoveSide now) =>
        old.Folder == now.Folder && old.Server == now.Server ? null : session.KeptSides.OfSite(site.Id).FirstOrDefault(side =>
            Json.Read<MoveRecord>(side.State) is var record && record.Old.Server == now.Server && record.LeftFolder == now.Folder);

    private static string? NewDatabaseServer(StateSession session, Site site, MoveRequest request, string? current)
    {
        if (request.DatabaseServer is not { } name)
            return current;
        var server = session.Servers.Get(name) ?? throw Missing.Server(name);
        if (site.DatabaseType == DatabaseType.Sqlite)
            throw new AegirException(AegirErrorKind.Refused, "DatabaseIsFile",
                $"'{site.Name}' keeps its data in a SQLite file; that cannot go to a database server.", "Leave -DatabaseServer out.");
        return server.Name;
    }

    private static void Rename(MoveSide now, MoveSide old, MoveRequest request)
    {
        now.Site = SiteNaming.Checked(request.NewName!);
        now.Directory = now.Site;
        now.Certificate = null;
        if (request.Kind == MoveKind.Clone)
        {
            (now.Aliases, now.Redirection, now.Https) = (SiteNaming.CheckedAliases(now.Site, request.Aliases), null, HttpsMode.Off);
            return;
        }
        now.Aliases = NewAliases.Of(old.Aliases, old.Site, now.Site);
        now.Redirection = old.Redirection is { } target ? NewAliases.Renamed(target, old.Site, now.Site) : null;
        // It can only lead to a name that the site has still.
        if (now.Redirection is { } led && !now.Names.Contains(led))
            now.Redirection = now.Site;
    }

    private static void RequireChange(MoveRequest request, MoveSide old, MoveSide now)
    {
        if (request.Kind == MoveKind.Restore || old.Site != now.Site || old.PlatformId != now.PlatformId || old.DatabaseServer != now.DatabaseServer)
            return;
        throw new AegirException(AegirErrorKind.InvalidInput, "NothingToMove",
            request.NewName is null
                ? $"'{old.Site}' is on platform '{old.Platform}' already{(old.DatabaseServer is null ? "" : $", with its database on '{old.DatabaseServer}'")}."
                : $"'{old.Site}' is called so already.",
            "Name another platform, database server or domain.");
    }

    // Sites that are there already may be renamed or get another database on a locked platform (design: rules of a distribution, 3).
    private static void RequireUsable(Platform to, MoveKind kind, bool isThere)
    {
        if (to.Verified is null)
            throw new AegirException(AegirErrorKind.Refused, "PlatformNotVerified",
                $"Platform '{to.Name}' was never verified.", $"Get-AegirPlatform '{to.Name}' | Invoke-AegirVerify");
        if (to.Status != PlatformStatus.Enabled && kind != MoveKind.Restore && !(isThere && kind != MoveKind.Clone))
            throw new AegirException(AegirErrorKind.Refused, "PlatformLocked",
                $"Platform '{to.Name}' is {to.Status.ToString().ToLowerInvariant()}; it takes no new sites.", $"Unlock-AegirPlatform '{to.Name}', or choose another.");
    }
}

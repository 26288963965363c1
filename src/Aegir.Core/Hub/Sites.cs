using Aegir.Distributions;
using Aegir.Operations;
using Aegir.Operations.Backups;
using Aegir.Operations.Installing;
using Aegir.Operations.Moving;
using Aegir.Operations.Removing;
using Aegir.State;

namespace Aegir.Hub;

/// <summary>The sites of a hub.</summary>
public sealed class Sites(OperationServices services, TaskDesk tasks)
{
    private readonly IStateStore store = services.Store;

    /// <summary>Whom sites belong to: the first hundred that match.</summary>
    public IReadOnlyList<string> Clients(NamePattern pattern) => store.Read(session => session.Sites.Clients(pattern).ToList());

    /// <summary>Streams the sites that pass the filter, by name.</summary>
    public IEnumerable<Site> Find(SiteFilter filter) => store.Stream(session => session.Sites.Find(filter));

    /// <exception cref="AegirException">SiteNotFound.</exception>
    public Site Get(string name) => store.Read(session => session.Sites.Get(Names.Domain(name))) ?? throw Missing.Site(name);

    /// <summary>What the site had installed at its last verify.</summary>
    public IReadOnlyList<InstalledPackage> Packages(string name)
    {
        var site = Get(name);
        return store.Read(session => session.Packages.OfSite(site.Id));
    }

    /// <summary>Installs a new site on a platform. Where it fails, nothing of it is left.</summary>
    /// <exception cref="AegirException">SiteNameInvalid, AliasInvalid, SiteExists, PlatformNotFound, PlatformNotVerified, PlatformLocked, ProfileMissing,
    /// LanguageMissing, SiteFolderExists, DatabaseServerNeeded, InstallFailed, SiteLookFailed …</exception>
    public async Task<InstalledSite> InstallAsync(NewSite order, ITaskSink sink, CancellationToken cancellation)
    {
        var operation = InstallSite.Create(services, order, out var work);
        await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        return new InstalledSite(Get(operation.Target), work.LoginUrl);
    }

    /// <summary>A new link that logs the first account of an enabled site in, once, for a day. It is a secret, and kept nowhere.</summary>
    /// <exception cref="AegirException">SiteNotFound, SiteDisabled, DrushMissing, LoginFailed.</exception>
    public async Task<InstalledSite> LoginAsync(string name, ITaskSink sink, CancellationToken cancellation)
    {
        var site = Get(name);
        SiteRules.RequireEnabled(site);
        var operation = new LoginSite(services, site);
        await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        return new InstalledSite(site, operation.LoginUrl);
    }

    /// <summary>The backups of sites by name, oldest first; those of removed sites too.</summary>
    public IReadOnlyList<Backup> Backups(params IEnumerable<string> names) =>
        store.Read(session => session.Backups.Find(NamePattern.From(names) ?? []));

    /// <summary>The newest backups of all sites, newest first.</summary>
    public IReadOnlyList<Backup> NewestBackups(int count) => store.Read(session => session.Backups.Newest(count));

    /// <exception cref="AegirException">BackupNotFound.</exception>
    public Backup GetBackup(long id) => store.Read(session => session.Backups.Get(id)) ?? throw Missing.Backup(id);

    /// <summary>Takes a backup of an enabled site; visitors notice nothing.</summary>
    /// <exception cref="AegirException">SiteNotFound, SiteDisabled, SettingsUnreadable, SiteDatabaseUnreachable, BackupExists …</exception>
    public async Task<Backup> BackupAsync(string name, BackupOptions options, ITaskSink sink, CancellationToken cancellation)
    {
        var site = Get(name);
        var operation = BackupSite.Create(services, site, options);
        await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        return store.Read(session => session.Backups.OfSite(site.Id)).Last(backup => backup.Path == operation.Archive);
    }

    /// <summary>Deletes an archive, and forgets it. One whose file is gone already is forgotten.</summary>
    /// <exception cref="AegirException">BackupNotFound.</exception>
    public async Task RemoveBackupAsync(long id, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RunAsync(RemoveBackup.Create(services, GetBackup(id)), sink, cancellation).ConfigureAwait(false);
    }

    /// <summary>The folders of a platform that hold a site the hub does not know yet.</summary>
    public async Task<IReadOnlyList<string>> FindUnknownAsync(string platform, CancellationToken cancellation) =>
        await ImportSite.FindAsync(services, platform, cancellation).ConfigureAwait(false);

    /// <summary>Adopts the site in a folder below sites/ of a platform. Its files and database stay as they are.</summary>
    /// <param name="name">Its domain; null where the folder is called by it.</param>
    /// <exception cref="AegirException">PlatformNotFound, SiteDirectoryInvalid, SiteNameNeeded, SiteExists, SettingsUnreadable,
    /// DatabaseUnreachable …</exception>
    public async Task<Site> ImportAsync(string platform, string directory, string? name, ITaskSink sink, CancellationToken cancellation)
    {
        var operation = ImportSite.Create(services, platform, directory, name);
        await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        return Get(operation.Target);
    }

    /// <summary>Makes a site that the hub does not know of an archive on the hub's machine, ours or one of the original system. Where it fails, nothing
    /// of it is left.</summary>
    /// <exception cref="AegirException">What <see cref="DeployPlanner.PlanAsync"/> refuses; BackupDoesNotFit, UpdatesIncomplete, SiteLookFailed …</exception>
    public async Task<Site> DeployAsync(ArchivedSite order, ITaskSink sink, CancellationToken cancellation)
    {
        var operation = new DeploySite(await new DeployPlanner(services).PlanAsync(order, cancellation).ConfigureAwait(false));
        await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        return Get(operation.Target);
    }

    /// <summary>Reads the site afresh, and mends owners, modes, names and grants on every machine that serves it.</summary>
    /// <exception cref="AegirException">SiteNotFound, SiteDisabled, SettingsUnreadable, SiteDatabaseUnreachable …</exception>
    public async Task<Site> VerifyAsync(string name, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RunAsync(VerifySite.Create(services, Get(name)), sink, cancellation).ConfigureAwait(false);
        return Get(name);
    }

    /// <summary>Changes what a site answers to and how.</summary>
    /// <exception cref="AegirException">SiteNotFound, SiteDisabled, AliasInvalid, SiteExists, RedirectionInvalid, ClientInvalid …</exception>
    public async Task<Site> ChangeAsync(string name, SiteChange change, ITaskSink sink, CancellationToken cancellation)
    {
        if (ChangeSite.Create(services, Get(name), change) is { } operation)
            await tasks.RunAsync(operation, sink, cancellation).ConfigureAwait(false);
        return Get(name);
    }

    /// <summary>Takes a site out of service, after a backup: visitors are answered 503, and it can only be enabled or removed.</summary>
    /// <exception cref="AegirException">SiteNotFound, SiteDisabled, MemberDown, SiteNotClosed, DatabaseBusy …</exception>
    public async Task<Site> DisableAsync(string name, bool noBackup, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RunAsync(DisableSite.Create(services, Get(name), noBackup), sink, cancellation).ConfigureAwait(false);
        return Get(name);
    }

    /// <summary>Takes a disabled site into service again, once it was seen to work.</summary>
    /// <exception cref="AegirException">SiteNotFound, SiteNotDisabled, MemberDown, SiteLookFailed …</exception>
    public async Task<Site> EnableAsync(string name, ITaskSink sink, CancellationToken cancellation)
    {
        await tasks.RunAsync(EnableSite.Create(services, Get(name)), sink, cancellation).ConfigureAwait(false);
        return Get(name);
    }

    /// <summary>Removes a site with its database, folder and earlier sides, after a backup; its backups stay.</summary>
    /// <param name="noBackup">True removes even a site that is too broken for a backup.</param>
    /// <exception cref="AegirException">SiteNotFound, MemberDown, SettingsUnreadable, SiteDatabaseUnreachable …</exception>
    public async Task RemoveAsync(string name, bool noBackup, ITaskSink sink, CancellationToken cancellation)
    {
        var site = Get(name);
        await tasks.RunAsync(RemoveSite.Create(services, site, noBackup), sink, cancellation).ConfigureAwait(false);
        // Last: as long as the site was there, its uploads may have lain in an earlier side.
        foreach (var side in store.Read(session => session.KeptSides.OfSite(site.Id)))
            await tasks.RunAsync(new ForgetOldSide(services, side), sink, CancellationToken.None).ConfigureAwait(false);
    }
}

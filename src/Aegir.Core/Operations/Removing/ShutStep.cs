using Aegir.Drupal;
using Aegir.Operations.Backups;

namespace Aegir.Operations.Removing;

/// <summary>Shuts the site, and finds out what of its database is its own.</summary>
internal sealed class ShutStep
{
    private readonly OperationServices services;
    private readonly RemoveRecord record;
    private readonly SiteShut shut;

    public ShutStep(OperationServices services, RemoveRecord record)
    {
        (this.services, this.record) = (services, record);
        shut = new SiteShut(services, record.Target);
        Backup = record.Backup is null ? null : new SiteBackup(services, record.Backup, shut.Token);
    }

    /// <summary>Null where none is taken.</summary>
    public SiteBackup? Backup { get; }

    public async Task DoAsync(StepContext context)
    {
        try
        {
            await shut.CloseAsync(context).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "SettingsUnreadable" && Backup is null)
        {
            // Nobody gets into a site without settings.
            context.Warn(error.Message);
        }
    }

    // A site that was disabled stays shut.
    public Task UndoAsync(StepContext context) => record.Status == SiteStatus.Disabled ? shut.ResealAsync(context) : shut.ReopenAsync(context);

    public async Task ReadAsync(StepContext context)
    {
        var facts = Backup is null ? await TryReadAsync(context).ConfigureAwait(false) : await Backup.ReadAsync(context).ConfigureAwait(false);
        if (facts is not null && Backup is not null)
            await shut.SettleAsync(facts.Database, context).ConfigureAwait(false);
        var site = record.Target.Site(services);
        record.DatabaseType = facts?.Database.Type ?? site.DatabaseType;
        record.DatabaseServer = record.DatabaseType == DatabaseType.Sqlite ? null : services.DatabaseServer(site).Name;
        record.Database = facts?.Database.Path ?? facts?.Database.Name ?? site.DatabaseName;
        record.User = facts?.Database.User;
        if (record.DatabaseType == DatabaseType.None || Shared(facts, site) || (facts is null && record.DatabaseType == DatabaseType.Sqlite))
        {
            context.Warn($"The database '{record.Database}' stays: other sites may have tables in it.");
            record.Database = null;
        }
        context.Save();
    }

    // Without a backup even a broken site can be removed.
    private async Task<SiteFacts?> TryReadAsync(StepContext context)
    {
        var lead = record.Target.Place(services, context).Lead;
        try
        {
            return await SiteReader.ReadAsync(lead.Host, lead.Server.Php, record.Target.Location(services), shut.Token, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "SettingsUnreadable")
        {
            return null;
        }
    }

    private bool Shared(SiteFacts? facts, Site site)
    {
        if (facts is { Database: { Prefix.Length: > 0 } or { PrefixVaries: true } })
            return true;
        return services.Store.Read(session => session.Sites.OnDatabase(record.DatabaseType, facts?.Database.Name ?? site.DatabaseName).Any(other => other.Id != site.Id
            && (record.DatabaseType == DatabaseType.Sqlite
                ? other.Platform == site.Platform || other.DatabaseName!.StartsWith('/')
                : services.DatabaseServer(other).Name == record.DatabaseServer)));
    }
}

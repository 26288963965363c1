using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Removing;

/// <summary>What is deleted once the store has forgotten a site. Each part may run twice.</summary>
internal sealed class DeleteStep(OperationServices services, RemoveRecord record)
{
    public Task WithdrawAsync(StepContext context) =>
        SiteHosting.WithdrawAsync(services, Place(context), record.Target.Name, reload: true, context.Cancellation);

    public async Task DropDatabaseAsync(StepContext context)
    {
        if (record.Database is null)
            return;
        await services.Databases(record.DatabaseType, services.Server(record.DatabaseServer ?? record.Server), Place(context), context.On)
            .DropKeptAsync(record.Database, string.IsNullOrEmpty(record.User) ? null : record.User, context.Cancellation).ConfigureAwait(false);
        context.Info($"Dropped the database {record.Database}.");
    }

    public async Task DeleteFolderAsync(StepContext context)
    {
        var place = Place(context);
        var site = new SiteLocation(record.Docroot, record.Directory, record.Target.Name, record.Major);
        await place.EachAsync(async member =>
        {
            await SiteNames.ForgetAsync(member.Host, member.Server.Php, site, context.Cancellation).ConfigureAwait(false);
            var left = await member.Host.ScriptAsync("Operations.Removing.remove-site.sh", [record.Folder, record.Mark], context.Cancellation).ConfigureAwait(false);
            if (left.Trim() is { Length: > 0 } trash)
                context.Warn($"{member.Server.HostName}: files of the web server's user cannot be deleted by ours. Delete {trash} as the administrator.");
        }).ConfigureAwait(false);
        await HubCopies.ForgetSiteAsync(services, place, record.Docroot, record.Directory, context).ConfigureAwait(false);
    }

    public Task UnlinkAsync(StepContext context) =>
        ClientFolder.TryAsync(context, () => ClientFolder.UnlinkSiteAsync(services, record.Client, record.Target.Name, context));

    private Place Place(StepContext context) => services.Place(record.Server).For(context);
}

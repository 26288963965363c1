using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Installing;

/// <summary>Lets visitors into the new site, and takes away what only the installation needed.</summary>
internal sealed class InstallFinish(InstallWork work)
{
    private InstallRecord Record => work.Record;

    public async Task OpenAsync(StepContext context)
    {
        await work.Place(context).EachAsync(async member =>
        {
            await SiteGate.OpenAsync(member.Host, member.Server.Php, Record.Docroot, Record.Directory, null, context.Cancellation).ConfigureAwait(false);
            await member.Host.RunRequiredAsync(new HostCommand("rm", "-f", "--", Record.Folder + "/.aegir-install"), context.Cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await work.Databases(context).ReleaseMarkAsync(Record.Database!, context.Cancellation).ConfigureAwait(false);
        await SiteOpening.AwaitAsync(work.Place(context), Record.Location(), context).ConfigureAwait(false);
    }

    public async Task KeepAsync(StepContext context)
    {
        await HubCopies.KeepSiteAsync(work.Services, work.Place(context), Record.Docroot, Record.Directory, context).ConfigureAwait(false);
        await ClientFolder.TryAsync(context, () => ClientFolder.LinkSiteAsync(work.Services, Record.Client, Record.Site, Record.Folder, context)).ConfigureAwait(false);
    }

    /// <summary>A login link for whoever waits; there is another way to one where drush gives none.</summary>
    public async Task LoginAsync(StepContext context)
    {
        try
        {
            var lead = await work.LeadAsync(context).ConfigureAwait(false);
            var site = work.Services.Store.Read(session => session.Sites.Get(Record.SiteId))!;
            work.LoginUrl = await new Drush(lead.Host, Record.Drush, lead.Server.Php, Record.Location(), null)
                .LoginAsync(SiteUrl.Of(site, lead.Server), context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error)
        {
            context.Warn($"{error.Message} Try New-AegirSiteLogin {Record.Site}.");
        }
    }
}

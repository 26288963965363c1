using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Installing;

/// <summary>The site's folder on every machine, with its settings: written before the installer runs, which then leaves them alone (field note
/// 11), and shut to everybody else until the site is installed.</summary>
internal sealed class FolderStep(InstallWork work)
{
    private InstallRecord Record => work.Record;

    public Task MakeAsync(StepContext context) => work.Place(context).EachAsync(member => member.Host.ScriptAsync(
        "Operations.Installing.make-folder.sh", [Record.Folder, Record.Mark, member.Server.WebGroup], context.Cancellation));

    public Task RemoveAsync(StepContext context) => work.Place(context).EachAsync(member => member.Host.ScriptAsync(
        "Operations.Installing.remove-folder.sh", [Record.Folder, Record.Mark], context.Cancellation));

    public async Task WriteSettingsAsync(StepContext context)
    {
        var connection = await ConnectionAsync(context).ConfigureAwait(false);
        var site = Record.Location();
        await work.Place(context).EachAsync(async member =>
        {
            var settings = new NewSettings(site, connection, work.Salt, $"{member.Server.Folder}/config/includes", member.Server.WebGroup, Record.AllNames());
            await SiteSettings.WriteNewAsync(member.Host, member.Server.Php, settings, context.Cancellation).ConfigureAwait(false);
            await SiteGate.CloseAsync(member.Host, member.Server.Php, site.Docroot, site.Directory, work.Token, context.Cancellation).ConfigureAwait(false);
            await member.Host.RunRequiredAsync(new HostCommand("chmod", "0755", Record.Folder), context.Cancellation).ConfigureAwait(false);
            await SiteNames.SetAsync(member.Host, member.Server.Php, site, Record.AllNames(), context.Cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public Task ForgetNamesAsync(StepContext context) => work.Place(context).EachAsync(member =>
        SiteNames.ForgetAsync(member.Host, member.Server.Php, Record.Location(), context.Cancellation));

    private async Task<NewConnection> ConnectionAsync(StepContext context)
    {
        if (Record.DatabaseType == DatabaseType.Sqlite)
            return new NewConnection("sqlite", Record.Database![(Record.Docroot.Length + 1)..], null, null, null, 0, null);
        var address = await work.Databases(context).AddressAsync(context.Cancellation).ConfigureAwait(false);
        return new NewConnection(address.Driver, Record.Database!, Record.User, work.Password, address.Host, address.Port, address.UnixSocket);
    }
}

using Aegir.Databases;
using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>The site's folder on the new side, on each of its machines: made beside where it will stand, with settings for the new database,
/// and then put there.</summary>
internal sealed class SiteDirectoryStep(MoveWork work)
{
    private MoveRecord Record => work.Record;

    private SiteLocation Stage => Record.New.Location with { Directory = Record.StageDirectory };

    private bool IsFile => Record.DatabaseType == DatabaseType.Sqlite;

    public async Task DoAsync(StepContext context)
    {
        var (kept, names) = Record.Kind == MoveKind.Deploy ? (null, []) : await OldAsync(context).ConfigureAwait(false);
        var change = await ChangeAsync(context).ConfigureAwait(false);
        await work.New.OnEachAsync(context, async member =>
        {
            await new Staging(work, member, context).FillAsync().ConfigureAwait(false);
            await SettleAsync(member, kept, change, names, context).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public async Task UndoAsync(StepContext context)
    {
        await work.New.OnEachAsync(context, async member =>
        {
            await SitesPhp.RemoveAsync(member.Host, member.Server.Php, Record.New.Docroot, Record.Mark, context.Cancellation).ConfigureAwait(false);
            var old = work.Old.Twin(member) is null || Record.IsNew ? "" : Record.Old.Folder;
            await PutBack.RunAsync(member, context,
                old, Record.New.Folder, Record.Mark, Record.FolderMode, "", Record.ConfigTo ?? "", string.Join(' ', work.Carried)).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task<(KeptSettings? Kept, IReadOnlyList<string> Names)> OldAsync(StepContext context)
    {
        var lead = work.Old.Lead(context);
        var settings = SiteSettings.ReadAsync(lead.Host, lead.Server.Php, Record.Old.Location, work.Token, context.Cancellation);
        var names = SitesPhp.NamesAsync(lead.Host, lead.Server.Php, Record.Old.Location, context.Cancellation);
        await Task.WhenAll(settings, names).ConfigureAwait(false);
        return (await settings.ConfigureAwait(false), await names.ConfigureAwait(false));
    }

    private async Task<SettingsChange> ChangeAsync(StepContext context)
    {
        DatabaseAddress? address = null;
        if (!IsFile && (Record.Restored is not null || Record.Old.DatabaseServer != Record.New.DatabaseServer || Record.Old.Server != Record.New.Server))
            address = await work.New.Databases(context).AddressAsync(context.Cancellation).ConfigureAwait(false);
        return new SettingsChange
        {
            Address = address is null ? null : new SettingsAddress(address.Driver, address.Host, address.Port, address.UnixSocket),
            Salt = work.NewSalt,
            Map = Record.Map,
            Names = [.. Record.New.Names],
        };
    }

    private async Task SettleAsync(PlaceMember member, KeptSettings? kept, SettingsChange change, IReadOnlyList<string> names, StepContext context)
    {
        var (host, php) = (member.Host, member.Server.Php);
        var database = IsFile ? new NewDatabase(SqliteNames.Written(Record))
            : new NewDatabase(Record.New.Database, Record.New.DatabaseUser, work.NewPassword);
        await Task.WhenAll(
            SettingsAsync(),
            SitesPhp.AddAsync(host, php, Record.New.Docroot, Record.New.Directory, Record.NewNames(names), Record.Mark, context.Cancellation)).ConfigureAwait(false);
        await host.ScriptAsync("Operations.Moving.open-folder.sh",
            [Record.Stage, Record.FolderMode, Record.Mark, Record.ConfigFrom ?? "", Record.ConfigTo ?? ""], context.Cancellation).ConfigureAwait(false);
        await host.ScriptAsync("Operations.Moving.switch-sites.sh",
            [Record.Stage, Record.New.Folder, $"{Record.New.Sites}/{Record.AsideDirectory}"], context.Cancellation).ConfigureAwait(false);

        async Task SettingsAsync()
        {
            // An archive may be of another time: what its own settings say counts, and the site's where they say nothing.
            if (Record.Restored is not null)
                kept = (await SiteSettings.ReadAsync(host, php, Stage, work.Token, context.Cancellation, archived: true).ConfigureAwait(false)) with { Other = kept?.Data };
            await SiteSettings.WriteAsync(host, php, kept!, Stage, database, change, work.Token, context.Cancellation).ConfigureAwait(false);
            // It holds the account of the archive's day.
            if (Record.Restored is not null)
                await host.RunRequiredAsync(new HostCommand("rm", "-f", "--", Record.Stage + "/drushrc.php"), context.Cancellation).ConfigureAwait(false);
            // A gate that came along is that of other settings.
            await SiteGate.TakeOverAsync(host, php, Record.New.Docroot, Record.StageDirectory, work.Token, context.Cancellation).ConfigureAwait(false);
        }
    }
}

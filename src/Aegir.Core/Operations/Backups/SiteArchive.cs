using System.Globalization;
using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Backups;

/// <summary>
/// An archive of a site on the hub (aegir-spec 2.5). First the dump and the settings as they are at one moment are collected; the rest may
/// be packed later, when visitors are in again. Nothing is left on the machine the site is on.
/// </summary>
public sealed class SiteArchive(OperationServices services, ArchiveOrder order)
{
    /// <summary>A dump of a site is larger; in bytes (aegir-spec 2.5).</summary>
    private const int LeastDump = 1024;

    private const int Tries = 3;

    // Drupal makes these itself, and the web server's user owns them (field note 17).
    private static readonly string[] Caches = ["/css", "/js", "/styles", "/php"];

    /// <summary>Dumps the database and keeps the settings, on the hub; what was collected before is replaced.</summary>
    /// <param name="token">The task's token, where the site's gate is closed.</param>
    /// <exception cref="AegirException">SettingsUnreadable, DatabaseUnreachable, DumpIncomplete, DumpTooSmall …</exception>
    public async Task CollectAsync(StepContext context, string? token)
    {
        var lead = (await PlaceAsync(context).ConfigureAwait(false)).Lead;
        var hub = context.On(services.Hub.Host);
        var files = await PackedSettings.ReadAsync(
            lead.Host, lead.Server.Php, order.Location, order.Credentials, order.Options, token, context.Cancellation).ConfigureAwait(false);
        await hub.RunRequiredAsync(new HostCommand("rm", "-rf", "--", order.Work), context.Cancellation).ConfigureAwait(false);
        await hub.ScriptAsync("Operations.Backups.keep-files.sh", [order.Top], context.Cancellation,
            input: string.Concat(files.Select(file => $"{file.Key} {file.Value}\n"))).ConfigureAwait(false);
        var size = await DumpAsync(context, lead, hub).ConfigureAwait(false);
        if (size < LeastDump && !order.Force)
            throw new AegirException(AegirErrorKind.Failed, "DumpTooSmall",
                $"The dump of '{order.Database}' has {size} bytes: that is no site.",
                "Look at what the database holds; -Force takes it as it is.");
        context.Info(string.Create(CultureInfo.InvariantCulture, $"Dumped the database, {size / 1048576.0:0.0} MB."));
    }

    /// <summary>Packs what was collected together with the site's folder. The archive is there whole, or not at all; may run twice.</summary>
    /// <returns>Its size in bytes.</returns>
    public async Task<long> PackAsync(StepContext context)
    {
        var place = await PlaceAsync(context).ConfigureAwait(false);
        var hub = context.On(services.Hub.Host);
        var folder = order.Folder;
        if (place.Members.Count > 1 || !IsHub(place.Lead))
        {
            folder = order.Work + "/copy";
            // Once it is packed, the work folder is gone.
            var isPacked = await hub.RunAsync(HostCommand.Script("[ ! -d \"$1\" ] || [ -e \"$1/.packed\" ]", order.Work), context.Cancellation)
                .ConfigureAwait(false);
            if (!isPacked.Succeeded)
                await FetchAsync(context, place, hub, folder).ConfigureAwait(false);
        }
        var output = await hub.ScriptAsync("Operations.Backups.pack-archive.sh",
            [folder, order.Work, order.Archive, order.Compression.ToString().ToLowerInvariant(), order.Uploads ? "uploads" : ""],
            context.Cancellation).ConfigureAwait(false);
        return HostAnswer.Number(output, "tar");
    }

    /// <summary>Takes away the archive, and all that was collected for it. May run twice.</summary>
    /// <param name="packed">False leaves an archive that is whole.</param>
    public async Task RemoveAsync(StepContext context, bool packed = true)
    {
        await context.On(services.Hub.Host).RunRequiredAsync(
            new HostCommand("rm", ["-rf", "--", order.Work, order.Archive + ".part", .. packed ? new[] { order.Archive } : []]), context.Cancellation).ConfigureAwait(false);
        if (order.DatabaseType == DatabaseType.Sqlite)
            await services.Place(order.Server).For(context).EachAsync(member => RemoveFetchedAsync(member, context.Cancellation)).ConfigureAwait(false);
    }

    private Task<Place> PlaceAsync(StepContext context) => services.Place(order.Server).For(context).ReachAsync();

    private async Task<long> DumpAsync(StepContext context, PlaceMember lead, IHost hub)
    {
        var databaseServer = services.Server(order.DatabaseServer ?? order.Server);
        var databases = services.Databases(order.DatabaseType, databaseServer, lead, context.On);
        if (order.DatabaseType != DatabaseType.Sqlite || IsHub(lead))
            return await databases.DumpAsync(order.Database, order.Dump, context.Cancellation).ConfigureAwait(false);
        // A SQLite file is dumped where it is, and fetched.
        await RemoveFetchedAsync(lead, context.Cancellation).ConfigureAwait(false);
        await lead.Host.RunRequiredAsync(HostCommand.Script("chmod u+w \"$1\" && mkdir -m 0700 -- \"$2\"", order.Folder, order.FetchFolder),
            context.Cancellation).ConfigureAwait(false);
        var size = await databases.DumpAsync(order.Database, order.FetchFolder + "/dump", context.Cancellation).ConfigureAwait(false);
        await services.Files.CopyAsync(lead.Host, order.FetchFolder + "/dump", hub, order.Dump, new(), context.Cancellation).ConfigureAwait(false);
        await RemoveFetchedAsync(lead, context.Cancellation).ConfigureAwait(false);
        return size;
    }

    private async Task RemoveFetchedAsync(PlaceMember lead, CancellationToken cancellation)
    {
        if (!IsHub(lead))
            await lead.Host.RunRequiredAsync(new HostCommand("rm", "-rf", "--", order.FetchFolder), cancellation).ConfigureAwait(false);
    }

    // Of a cluster, the uploads that any member has: the newest of each name.
    private async Task FetchAsync(StepContext context, Place place, IHost hub, string copy)
    {
        await CopyAsync(place.Lead, order.Folder, hub, copy, new CopyOptions { Exclude = ["/files", "/private", "/.aegir-*", ".ht.*sqlite*"], Delete = true }, context)
            .ConfigureAwait(false);
        await place.EachAsync(async member =>
        {
            foreach (var name in await UploadFoldersAsync(member, context).ConfigureAwait(false))
                await CopyAsync(member, $"{order.Folder}/{name}", hub, $"{copy}/{name}",
                    new CopyOptions { Exclude = [.. name == "files" ? Caches : [], ".ht.*sqlite*"], KeepNewer = true }, context).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    private async Task<IEnumerable<string>> UploadFoldersAsync(PlaceMember member, StepContext context)
    {
        var found = await member.Host.RunRequiredAsync(HostCommand.Script(
            "for name in files private private/config; do [ ! -d \"$1/$name\" ] || echo \"$name\"; done", order.Folder), context.Cancellation).ConfigureAwait(false);
        return found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(name => order.Uploads ? name != "private/config" : name == "private/config");
    }

    private async Task CopyAsync(PlaceMember member, string source, IHost hub, string target, CopyOptions options, StepContext context)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                await services.Files.CopyAsync(member.Host, source, hub, target, options, context.Cancellation).ConfigureAwait(false);
                return;
            }
            catch (AegirException error) when (attempt < Tries && error.Message.Contains("vanished", StringComparison.Ordinal))
            {
                // Visitors are in, and one took a file away.
            }
    }

    private bool IsHub(PlaceMember member) => !member.IsRemote || member.Server.Id == services.Hub.Server.Id;
}

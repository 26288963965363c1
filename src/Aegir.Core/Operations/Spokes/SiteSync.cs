using Aegir.Hosts;

namespace Aegir.Operations.Spokes;

/// <summary>
/// Keeps a site's folder alike on the members of a cluster. Code and settings are the lead's; what visitors uploaded is kept from every member:
/// each gets what the others have, the newer file wins, and nothing is deleted (aegir-spec 2.16, where uploads on a member are lost).
/// </summary>
public sealed class SiteSync(OperationServices services, StepContext context)
{
    private static readonly string[] Uploads = ["files", "private"];

    // The folders for uploads are made, as only a copy can make them where nobody may write; a link that stands in their place is the machine's own.
    private static readonly CopyOptions Folder = new()
    {
        Exclude = Uploads.SelectMany(name => new[] { $"+ /{name}/", "/" + name, $"/{name}/*" }).ToList(),
        Delete = true,
    };

    // Compiled templates hold for the machine that wrote them, and a database in a file is no upload: another's must not take its place.
    private static readonly CopyOptions Union = new() { Exclude = ["/php", ".aegir-shared-*", "*.sqlite", "*.sqlite-*"], KeepNewer = true };

    private readonly HostFiles files = services.Files;

    /// <summary>Gives the other members the folder of a site as it is on the first that has it, and everybody everybody's uploads.</summary>
    /// <param name="place">Of the task (<see cref="Place.For"/>), with the members that answer.</param>
    public async Task AlignAsync(Place place, string docroot, string directory)
    {
        if (place.Members.Count == 1)
            return;
        var folder = $"{docroot}/sites/{directory}";
        if (await SourceAsync(place, folder).ConfigureAwait(false) is not { } source)
            return;
        await place.EachAsync(member => member == source ? Task.CompletedTask
            : files.CopyAsync(source.Host, folder, member.Host, folder, Folder, context.Cancellation)).ConfigureAwait(false);
        await UniteAsync(place, docroot, directory).ConfigureAwait(false);
    }

    /// <summary>Gives every member what visitors uploaded on the others. Folders on storage that all share are left alone.</summary>
    public async Task UniteAsync(Place place, string docroot, string directory)
    {
        if (place.Members.Count == 1)
            return;
        var folders = Uploads.Select(name => $"{docroot}/sites/{directory}/{name}").ToList();
        var apart = await ApartAsync(place, folders).ConfigureAwait(false);
        // First all that there is goes to the lead, then from there to the others.
        await OthersAsync(place, member => EachAsync(apart[member.Server.Name], folder =>
            CopyAsync(member, place.Lead, folder))).ConfigureAwait(false);
        await OthersAsync(place, member => EachAsync(apart[member.Server.Name], folder =>
            CopyAsync(place.Lead, member, folder))).ConfigureAwait(false);
    }

    // One that has joined the cluster has nothing yet, and is not to be the model.
    private async Task<PlaceMember?> SourceAsync(Place place, string folder)
    {
        PlaceMember? source = null;
        await place.EachAsync(async member =>
        {
            var there = source is null && await HasAsync(member, "-f", folder + "/settings.php").ConfigureAwait(false);
            source = there ? member : source;
        }).ConfigureAwait(false);
        return source;
    }

    // The folders that a member does not share with the lead: those in which it does not find what the lead left there.
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ApartAsync(Place place, IReadOnlyList<string> folders)
    {
        var mark = Guid.NewGuid().ToString("N");
        var apart = new Dictionary<string, IReadOnlyList<string>>();
        await SharedAsync(place.Lead, "leave", mark, folders).ConfigureAwait(false);
        try
        {
            await OthersAsync(place, async member =>
                apart[member.Server.Name] = folders.Except(await SharedAsync(member, "find", mark, folders).ConfigureAwait(false)).ToList())
                .ConfigureAwait(false);
        }
        finally
        {
            await SharedAsync(place.Lead, "take", mark, folders).ConfigureAwait(false);
        }
        return apart;
    }

    private async Task<IReadOnlyList<string>> SharedAsync(PlaceMember member, string what, string mark, IReadOnlyList<string> folders)
    {
        var output = await member.Host.ScriptAsync("Operations.Spokes.shared-folders.sh", [what, mark, .. folders], context.Cancellation).ConfigureAwait(false);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task CopyAsync(PlaceMember from, PlaceMember to, string folder)
    {
        if (await HasAsync(from, "-d", folder).ConfigureAwait(false))
            await files.CopyAsync(from.Host, folder, to.Host, folder, Union, context.Cancellation).ConfigureAwait(false);
    }

    private async Task<bool> HasAsync(PlaceMember member, string test, string path) =>
        (await member.Host.RunAsync(new HostCommand("test", test, path), context.Cancellation).ConfigureAwait(false)).Succeeded;

    private static async Task EachAsync(IEnumerable<string> folders, Func<string, Task> work)
    {
        foreach (var folder in folders)
            await work(folder).ConfigureAwait(false);
    }

    private static Task OthersAsync(Place place, Func<PlaceMember, Task> work) => place.EachAsync(member =>
        member == place.Lead ? Task.CompletedTask : work(member));
}

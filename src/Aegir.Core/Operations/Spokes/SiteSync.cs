using Aegir.Hosts;

namespace Aegir.Operations.Spokes;

/// <summary>
/// Keeps a site's folder alike on the members of a cluster. Code and settings are the lead's; what visitors uploaded is kept from every member:
/// each gets what the others have, the newer file wins, and nothing is deleted (aegir-spec 2.16, where uploads on a member are lost).
/// </summary>
public sealed class SiteSync(OperationServices services, StepContext context)
{
    private static readonly string[] Uploads = ["files", "private"];

    // Compiled templates hold for the machine that wrote them.
    private static readonly CopyOptions Union = new() { Exclude = ["/php", ".aegir-shared-*"], KeepNewer = true };

    private readonly HostFiles files = services.Files;

    /// <summary>Gives the other members the lead's folder of a site, and everybody everybody's uploads.</summary>
    /// <param name="place">Of the task (<see cref="Place.For"/>), with the members that answer.</param>
    public async Task AlignAsync(Place place, string docroot, string directory)
    {
        var folder = $"{docroot}/sites/{directory}";
        var options = new CopyOptions { Exclude = HubCopies.NotKept, Delete = true };
        await OthersAsync(place, member => files.CopyAsync(place.Lead.Host, folder, member.Host, folder, options, context.Cancellation)).ConfigureAwait(false);
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
        var there = await from.Host.RunAsync(HostCommand.Script("[ -d \"$1\" ]", folder), context.Cancellation).ConfigureAwait(false);
        if (there.Succeeded)
            await files.CopyAsync(from.Host, folder, to.Host, folder, Union, context.Cancellation).ConfigureAwait(false);
    }

    private static async Task EachAsync(IEnumerable<string> folders, Func<string, Task> work)
    {
        foreach (var folder in folders)
            await work(folder).ConfigureAwait(false);
    }

    private static Task OthersAsync(Place place, Func<PlaceMember, Task> work) => place.EachAsync(member =>
        member == place.Lead ? Task.CompletedTask : work(member));
}

using System.Globalization;
using Aegir.Building.Fetching;
using Aegir.Hosts;

namespace Aegir.Building.Making;

/// <summary>Lays fetched items into one tree: core first, then the others, those that hold others before those they hold.</summary>
internal sealed class Laying(Workshop shop)
{
    public async Task LayAsync(string tree, StagedItem core, IReadOnlyList<StagedItem> staged, CancellationToken cancellation)
    {
        await shop.Host.RunRequiredAsync(new HostCommand("mv", "-T", "--", core.Folder, tree), cancellation).ConfigureAwait(false);
        var outer = staged.Where(item => item != core).ToHashSet();
        var items = staged.SelectMany(item => item.All).Where(item => item != core)
            .OrderBy(item => item.Resolved.Path.Count(character => character == '/')).ThenBy(item => outer.Contains(item) ? 0 : 1).ToList();
        var lines = items.Select((item, number) => string.Create(CultureInfo.InvariantCulture,
            $"{number}\t{Overwrite(item, outer)}\t{item.Folder}\t{item.Resolved.Path}\n"));
        var result = await shop.Host.RunAsync(HostCommand.Script(HostScripts.Resource("Building.Making.place.sh"), tree) with { Input = string.Concat(lines) }, cancellation)
            .ConfigureAwait(false);
        if (!result.Succeeded)
            throw Failed(result, items);
        foreach (var line in result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (HostAnswer.Number(line, "The script that lays projects together") is >= 0 and var number && number < items.Count)
                shop.Log(TaskLogLevel.Info, $"{items[(int)number].Resolved.Item.What} is left out: {items[(int)number].Resolved.Path} is there already.");
    }

    // Two projects may bring the same library with them; the first will do.
    private static string Overwrite(StagedItem item, HashSet<StagedItem> outer) =>
        item.Resolved.Item.Overwrite ? "y" : outer.Contains(item) ? "n" : "skip";

    private static AegirException Failed(CommandResult result, List<StagedItem> items)
    {
        var words = result.Tail(1).Split(' ', 2);
        if (result.ExitCode != 71 || !int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new AegirException(AegirErrorKind.Failed, "PlacingFailed", $"The fetched projects cannot be laid together: {result.Tail(2)}", "Mend what the message names.");
        var item = items[number].Resolved;
        return new AegirException(AegirErrorKind.Refused, "PlacingFailed", $"{item.Item.What}: its folder {item.Path} {words[1]}.",
            "Give it another subdir or directory_name; with overwrite = TRUE its files go over what is there.");
    }
}

using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>A site's uploads on their way to one machine of its new side.</summary>
internal sealed class Uploads(MoveWork work, PlaceMember member, StepContext context)
{
    // What Drupal makes anew is left out of a copy (field note 17).
    private static readonly string[] Caches = ["/css", "/js", "/php", "/styles"];

    private MoveRecord Record => work.Record;

    /// <summary>Patterns of what is not copied with a folder of uploads.</summary>
    public static IEnumerable<string> LeftOut(string name) => name == "files" ? [.. Caches, "/.ht.*sqlite*"] : [];

    /// <summary>Moves a folder of uploads on the machine itself, or links to it where it is on another disk.</summary>
    public async Task MoveAsync(string name)
    {
        var said = await MoveAsync(member, Record.Old.Folder, Record.Stage, Record, name, context).ConfigureAwait(false);
        if (said == "linked")
            context.Warn($"{name}/ is on another disk than the new side and stays there; the new side links to it.");
        else if (said == "moved")
            context.Info($"{name}/ moved to the new side.");
    }

    /// <param name="from">The old folder, where it is now.</param>
    /// <param name="to">The folder of the new side, where it is now.</param>
    public static async Task<string> MoveAsync(PlaceMember member, string from, string to, MoveRecord record, string name, StepContext context) =>
        (await member.Host.ScriptAsync("Operations.Moving.move-uploads.sh", [from, to, record.New.Folder, record.LeftFolder, name], context.Cancellation)
            .ConfigureAwait(false)).Trim();

    /// <summary>Copies a folder of uploads from the other machines of the old side: the newest of a file wins, and nothing is deleted.</summary>
    /// <param name="folder">The site's folder on this machine.</param>
    /// <param name="here">True to copy also where both are one machine.</param>
    public async Task CopyAsync(string name, string folder, bool here)
    {
        foreach (var source in work.Old.Place.For(context).Members.Where(source => here || !source.IsOneWith(member)))
        {
            var from = $"{Record.Old.Folder}/{name}";
            if (!(await source.Host.RunAsync(new HostCommand("test", "-d", from), context.Cancellation).ConfigureAwait(false)).Succeeded)
                continue;
            await work.Services.Files.CopyAsync(source.Host, from, member.Host, $"{folder}/{name}", new()
            {
                Exclude = [.. name == "files" ? Caches : [], .. SqliteNames.Excluded(Record, name)],
                KeepNewer = true,
            }, context.Cancellation).ConfigureAwait(false);
        }
    }
}

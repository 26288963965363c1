using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>Makes the site's new folder on one machine, beside where it will stand: code and settings copied, uploads moved, linked or copied.</summary>
internal sealed class Staging(MoveWork work, PlaceMember member, StepContext context)
{
    // What Drupal makes anew is left out of a copy (field note 17).
    private static readonly string[] Caches = ["/css", "/js", "/php", "/styles"];

    private MoveRecord Record => work.Record;

    /// <summary>Makes the stage, and the folder in it that a file will be in.</summary>
    public static Task OpenAsync(MoveWork work, PlaceMember member, string file, StepContext context) => member.Host.ScriptAsync(
        "Operations.Moving.open-stage.sh",
        [work.Record.Stage, work.Record.Mark, file[..file.LastIndexOf('/')], work.Twin(member) is null ? "" : work.Record.Old.Folder],
        context.Cancellation);

    public async Task FillAsync()
    {
        await FillCodeAsync(work.Old.Lead(context), Record.Old.Folder).ConfigureAwait(false);
        foreach (var name in new[] { "files", "private" })
            if (work.Twin(member) is not null && work.MovesAlong(name))
                await MoveAsync(name).ConfigureAwait(false);
            else
                await CopyAsync(name).ConfigureAwait(false);
    }

    private async Task FillCodeAsync(PlaceMember source, string folder)
    {
        var sqlite = Record.DatabaseType == DatabaseType.Sqlite;
        var (oldFile, newFile) = sqlite ? (SqliteNames.InFolder(Record, Record.Old.Database), SqliteNames.AtFirstInFolder(Record)) : (null, null);
        if (source.IsOneWith(member))
        {
            await member.Host.ScriptAsync("Operations.Moving.place-site.sh",
                [folder, Record.Stage, Record.Mark, oldFile ?? "", newFile ?? "", Record.InPlace ? "all" : ""], context.Cancellation).ConfigureAwait(false);
            return;
        }
        await OpenAsync(work, member, Record.Stage + "/", context).ConfigureAwait(false);
        await work.Services.Files.CopyAsync(source.Host, folder, member.Host, Record.Stage, new()
        {
            // Each release brings its own of the last.
            Exclude = ["/files", "/private", "/.aegir-*", .. oldFile is null ? Array.Empty<string>() : [$"/{oldFile}*"],
                .. folder.EndsWith("/default", StringComparison.Ordinal) ? new[] { "/default.*" } : []],
        }, context.Cancellation).ConfigureAwait(false);
        await member.Host.RunRequiredAsync(new HostCommand("chmod", "u+w", "--", Record.Stage), context.Cancellation).ConfigureAwait(false);
    }

    private async Task MoveAsync(string name)
    {
        var said = await member.Host.ScriptAsync("Operations.Moving.move-uploads.sh",
            [Record.Old.Folder, Record.Stage, Record.New.Folder, Record.LeftFolder, name], context.Cancellation).ConfigureAwait(false);
        if (said.Trim() == "linked")
            context.Warn($"{name}/ is on another disk than the new side and stays there; the new side links to it.");
        else if (said.Trim() == "moved")
            context.Info($"{name}/ moved to the new side.");
    }

    /// <summary>From every machine that has some: the newest of a file wins.</summary>
    private async Task CopyAsync(string name)
    {
        foreach (var source in work.Old.Place.For(context).Members)
        {
            var folder = $"{Record.Old.Folder}/{name}";
            if ((await source.Host.RunAsync(new HostCommand("test", "-d", folder), context.Cancellation).ConfigureAwait(false)).ExitCode != 0)
                continue;
            await work.Services.Files.CopyAsync(source.Host, folder, member.Host, $"{Record.Stage}/{name}", new()
            {
                Exclude = [.. name == "files" ? Caches : [], .. SqliteNames.Excluded(Record, name)],
                KeepNewer = true,
            }, context.Cancellation).ConfigureAwait(false);
        }
    }
}

using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>Makes the site's new folder on one machine, beside where it will stand: code and settings copied, uploads moved, linked or copied.</summary>
internal sealed class Staging(MoveWork work, PlaceMember member, StepContext context)
{
    private MoveRecord Record => work.Record;

    /// <summary>Makes the stage, and the folder in it that a file will be in.</summary>
    public static Task OpenAsync(MoveWork work, PlaceMember member, string file, StepContext context) => member.Host.ScriptAsync(
        "Operations.Moving.open-stage.sh",
        [work.Record.Stage, work.Record.Mark, file[..file.LastIndexOf('/')], work.Old.Twin(member) is null ? "" : work.Record.Old.Folder],
        context.Cancellation);

    public static Task RemoveAsync(MoveWork work, PlaceMember member, StepContext context) =>
        PutBack.RunAsync(member, context, "", work.Record.New.Folder, work.Record.Mark, "");

    public async Task FillAsync()
    {
        if (Record.Restored is { } restored)
            await FillFromArchiveAsync(restored).ConfigureAwait(false);
        else
            await FillCodeAsync(work.Old.Lead(context), Record.Old.Folder).ConfigureAwait(false);
        var uploads = new Uploads(work, member, context);
        foreach (var name in work.Carried)
        {
            var moves = !work.Record.IsNew && work.Old.Twin(member) is not null;
            if (moves)
                await uploads.MoveAsync(name).ConfigureAwait(false);
            await uploads.CopyAsync(name, Record.Stage, here: !moves).ConfigureAwait(false);
        }
    }

    private async Task FillFromArchiveAsync(RestoreSource archive)
    {
        var hub = work.Services.Hub with { Host = work.Hub(context) };
        await OpenAsync(work, member, Record.Stage + "/", context).ConfigureAwait(false);
        await FillCodeAsync(hub, archive.SiteFolder).ConfigureAwait(false);
        foreach (var name in archive.Uploads)
            await work.Services.Files.CopyAsync(hub.Host, $"{archive.SiteFolder}/{name}", member.Host, $"{Record.Stage}/{name}",
                new() { Exclude = [.. Uploads.LeftOut(name)] }, context.Cancellation).ConfigureAwait(false);
        foreach (var name in archive.Uploads.Append("settings.php"))
            await member.Host.ScriptAsync("Operations.Moving.fit-owner.sh", [$"{Record.Stage}/{name}", $"{Record.Old.Folder}/{name}", Record.Old.Folder],
                context.Cancellation).ConfigureAwait(false);
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
}

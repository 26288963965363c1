using System.Globalization;
using Aegir.Building.Fetching;
using Aegir.Building.Makefiles;
using Aegir.Hosts;

namespace Aegir.Building.Making;

/// <summary>Fetches one item into a folder of its own, and patches it there.</summary>
internal sealed class ItemStage(Workshop shop)
{
    private readonly Archives archives = new(shop);

    public async Task<StagedItem> StageAsync(ResolvedItem resolved, string core, IReadOnlyList<string> languages, CancellationToken cancellation)
    {
        var folder = shop.NewFolder();
        var item = resolved.Item;
        if (resolved.Git is { } git)
        {
            var checkout = await new GitFetcher(shop).FetchAsync(git, folder, item.What, cancellation).ConfigureAwait(false);
            var version = resolved.Version ?? CheckoutVersion.Of(git, checkout);
            resolved = resolved with { Version = version };
            if (version is not null && !resolved.IsCore && item.Kind == MakeItemKind.Project)
                await shop.Host.ScriptAsync("Building.Making.add-info.sh",
                    [folder, item.Name, version, core, checkout.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)], cancellation).ConfigureAwait(false);
        }
        else if (resolved.File is { } file)
            await UnpackAsync(resolved, file, folder, cancellation).ConfigureAwait(false);
        else
            await CopyAsync(resolved, folder, cancellation).ConfigureAwait(false);
        await new Patching(shop).ApplyAsync(item, folder, cancellation).ConfigureAwait(false);
        await new Translations(shop).FetchAsync(resolved, core, folder, languages, cancellation).ConfigureAwait(false);
        shop.Log(TaskLogLevel.Info, resolved.IsCore ? $"{resolved}, as core." : $"{resolved}, to {resolved.Path}.");
        return new StagedItem(resolved, folder, resolved.IsCore || !item.Recursion ? null : await MakefileAsync(item.Name, folder, cancellation).ConfigureAwait(false));
    }

    private async Task UnpackAsync(ResolvedItem resolved, Download file, string folder, CancellationToken cancellation)
    {
        var what = resolved.Item.What;
        var download = resolved.Item.Download;
        var cached = await new Downloader(shop).FetchAsync(file, what, cancellation).ConfigureAwait(false);
        var name = download?.FileName ?? file.Url.FileName;
        if (MayBeArchive(name)
            && await archives.UnpackAsync(cached.Path, folder, download?.Subtree, $"{what}, {file.Url}", cancellation).ConfigureAwait(false))
            return;
        if (resolved.Item.Kind == MakeItemKind.Project || download?.Subtree is not null)
            throw new AegirException(AegirErrorKind.Failed, "ArchiveBroken", $"{what}: {file.Url} is no archive.", "Give the address of a tar or zip archive.");
        if (!SafePath.IsName(name))
            throw new AegirException(AegirErrorKind.InvalidInput, "MakefileInvalid", $"{what}: {file.Url} does not tell a name for the file.",
                $"Add {resolved.Item.Place.Key}[download][filename].");
        await shop.Host.RunRequiredAsync(HostCommand.Script(
            "set -eu; umask 022; mkdir -- \"$1\"; cp -- \"$2\" \"$1/$3\"; chmod 0644 \"$1/$3\"", folder, cached.Path, name), cancellation).ConfigureAwait(false);
    }

    private async Task CopyAsync(ResolvedItem resolved, string folder, CancellationToken cancellation)
    {
        var result = await shop.Host.RunAsync(HostCommand.Script(HostScripts.Resource("Building.Fetching.copy-folder.sh"), resolved.Folder!.Text, folder, ""), cancellation)
            .ConfigureAwait(false);
        if (!result.Succeeded)
            throw new AegirException(AegirErrorKind.NotFound, "CopyFailed", $"{resolved.Item.What}: {resolved.Folder} cannot be copied: {result.Tail(1)}",
                "Check the path; it is one on the hub's machine.");
        await archives.CheckTreeAsync(folder, $"{resolved.Item.What}, {resolved.Folder}", cancellation).ConfigureAwait(false);
    }

    // What the name says is something else stays packed: a script, a jar; what says nothing is looked at.
    private static bool MayBeArchive(string name)
    {
        var extension = name.Contains('.', StringComparison.Ordinal) ? name.Split('.')[^1].ToLowerInvariant() : "";
        return extension is "zip" or "tar" or "gz" or "tgz" or "bz2" or "tbz2" or "tbz" or "xz" or "txz" or "zst" || !extension.All(char.IsAsciiLetter) || extension.Length is 0 or > 5;
    }

    private async Task<string?> MakefileAsync(string name, string folder, CancellationToken cancellation)
    {
        var result = await shop.Host.RunRequiredAsync(HostCommand.Script(
            "cd -- \"$1\"; shift; for file; do [ ! -f \"$file\" ] || [ -L \"$file\" ] || { echo \"$file\"; break; }; done",
            folder, $"{name}.make.yml", $"{name}.make", "drupal-org.make.yml", "drupal-org.make"), cancellation).ConfigureAwait(false);
        return result.Output.Trim() is { Length: > 0 } found ? found : null;
    }
}

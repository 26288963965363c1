using Aegir.Building.Fetching;
using Aegir.Building.Makefiles;
using Aegir.Hosts;

namespace Aegir.Building.Making;

/// <summary>Applies the patches of an item, in their order (aegir-spec 7.1). Checksums are tested before, not after as the original does.</summary>
internal sealed class Patching(Workshop shop)
{
    /// <exception cref="AegirException">PatchFailed, or as <see cref="Downloader"/>.</exception>
    public async Task ApplyAsync(MakeItem item, string folder, CancellationToken cancellation)
    {
        if (item.Patches.Count == 0)
            return;
        var downloader = new Downloader(shop);
        var files = await Together.AllAsync(item.Patches, (patch, token) =>
            downloader.FetchAsync(new Download(patch.Url) { Checksum = patch.Checksum }, What(item, patch), token), cancellation).ConfigureAwait(false);
        var notes = new List<string> { folder };
        foreach (var (patch, file) in item.Patches.Zip(files))
        {
            var result = await shop.Host.RunAsync(
                HostCommand.Script(HostScripts.Resource("Building.Making.apply-patch.sh"), folder, file.Path), cancellation).ConfigureAwait(false);
            if (!result.Succeeded)
                throw new AegirException(AegirErrorKind.Failed, "PatchFailed",
                    $"{What(item, patch)}: {patch.Url} does not apply: {result.Tail(4)}",
                    "It may be for another version, or be in already: leave it out, or name a patch that fits.");
            // Whoever looks at the platform later sees no paths of this machine.
            var name = SafePath.LastPart(patch.Url.Text);
            notes.AddRange(patch.Url.IsLocal && SafePath.IsName(name) ? [name, file.Path, name] : [patch.Url.Text, "", ""]);
        }
        await shop.Host.ScriptAsync("Building.Making.note-patches.sh", notes, cancellation).ConfigureAwait(false);
        // Links that a patch makes are looked at like all others.
        await new Archives(shop).CheckTreeAsync(folder, $"{item.What}, patched", cancellation).ConfigureAwait(false);
    }

    private static string What(MakeItem item, MakePatch patch) => $"patch of {item.What}, line {patch.Place.Line}";
}

using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Spokes;

/// <summary>Keeps the code of a platform alike on the machines that serve it. The hub's copy is the one that counts; sites and what their
/// visitors uploaded are the machines' own (aegir-spec 2.15).</summary>
internal sealed class PlatformSync(OperationServices services, StepContext context)
{
    private readonly IHost hub = context.On(services.Hub.Host);

    /// <summary>Brings a machine's code up to that of the hub, in at most three round trips; in one where it is that already. Cut off, it leaves
    /// whole files of before, and is gone on with by the next.</summary>
    /// <param name="original">The hub's copy.</param>
    /// <returns>The machine's copy.</returns>
    /// <exception cref="AegirException">PlatformPathTaken, SitesFolderClosed, PlatformCopyDiffers, CopyFailed, HostUnreachable.</exception>
    public async Task<PlatformCopy> PushAsync(PlaceMember member, CodeBase code, PlatformCopy original)
    {
        var copy = await PlatformCopy.LookAsync(member.Host, code, "end", context.Cancellation).ConfigureAwait(false);
        switch (copy.State)
        {
            case "foreign":
                throw new AegirException(AegirErrorKind.Refused, "PlatformPathTaken",
                    $"{code.ProjectRoot} on '{member.Server.Name}' holds something that is no Drupal; a push would delete it.",
                    "Move it away, or give the platform another path.");
            case "drupal" when copy.Print == original.Print:
                return Usable(member, code, copy);
        }
        var options = new CopyOptions { Exclude = PlatformCopy.PushRules(code), Delete = true };
        await services.Files.CopyAsync(hub, code.ProjectRoot, member.Host, code.ProjectRoot, options, context.Cancellation).ConfigureAwait(false);
        copy = await PlatformCopy.LookAsync(member.Host, code, "end", context.Cancellation).ConfigureAwait(false);
        if (copy.Coarse != original.Coarse)
            throw new AegirException(AegirErrorKind.Failed, "PlatformCopyDiffers",
                $"{code.ProjectRoot} on '{member.Server.Name}' is not what the hub has, although it was pushed.",
                "See that nobody changes the code on either side, and verify the platform again.");
        context.Info($"Pushed to '{member.Server.Name}'.");
        return Usable(member, code, copy);
    }

    /// <summary>Gets the code of a platform that is on a machine only, in three round trips; the folders of its sites come without what was
    /// uploaded.</summary>
    public async Task<CodeBase> FetchAsync(PlaceMember member, string path)
    {
        var code = await new CodeBaseReader(member.Host).ReadAsync(path, context.Cancellation).ConfigureAwait(false);
        // Only a whole copy may ever count as the hub's.
        var (above, name) = (code.ProjectRoot[..code.ProjectRoot.LastIndexOf('/')], code.ProjectRoot[(code.ProjectRoot.LastIndexOf('/') + 1)..]);
        var waiting = $"{above}/.aegir-fetch-{name}";
        var options = new CopyOptions { Exclude = PlatformCopy.FetchRules(code), Delete = true };
        await services.Files.CopyAsync(member.Host, code.ProjectRoot, hub, waiting, options, context.Cancellation).ConfigureAwait(false);
        await hub.RunRequiredAsync(HostCommand.Script("""
            set -eu
            [ ! -d "$2" ] || rmdir -- "$2"
            mv -T -- "$1" "$2"
            """, waiting, code.ProjectRoot), context.Cancellation).ConfigureAwait(false);
        context.Info($"Fetched from '{member.Server.Name}'.");
        return code;
    }

    /// <summary>Looks after the modes of a code base that the hub's own machine serves.</summary>
    /// <exception cref="AegirException">SitesFolderClosed.</exception>
    public async Task<PlatformCopy> SettleAsync(PlaceMember member, CodeBase code) =>
        Usable(member, code, await PlatformCopy.LookAsync(member.Host, code, "settle", context.Cancellation).ConfigureAwait(false));

    private static PlatformCopy Usable(PlaceMember member, CodeBase code, PlatformCopy copy) => !copy.SitesClosed ? copy
        : throw new AegirException(AegirErrorKind.Unavailable, "SitesFolderClosed",
            $"Nothing can be added to {code.Docroot}/sites on '{member.Server.Name}'.",
            "Let the account that Aegir uses there write the folder.");
}

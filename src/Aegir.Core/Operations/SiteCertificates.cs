using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>Takes certificates that lie on the hub's machine to where a site is served.</summary>
internal static class SiteCertificates
{
    /// <summary>Where the hub has none of that name, the machine must have it of its own.</summary>
    public static async Task SendAsync(OperationServices services, PlaceMember member, string key, CancellationToken cancellation)
    {
        var hub = services.Hub;
        if (!member.IsRemote || member.Server.Name == hub.Server.Name)
            return;
        var source = $"{hub.Server.Folder.TrimEnd('/')}/config/ssl.d/{key}";
        var there = await hub.Host.RunAsync(new HostCommand("test", "-d", source), cancellation).ConfigureAwait(false);
        if (!there.Succeeded)
            return;
        var target = $"{member.Server.Folder.TrimEnd('/')}/config/ssl.d/{key}";
        await member.Host.RunRequiredAsync(HostCommand.Script("umask 066; mkdir -p -- \"${1%/ssl.d/*}\"; umask 077; mkdir -p -- \"$1\"", target), cancellation)
            .ConfigureAwait(false);
        await services.Files.CopyAsync(hub.Host, source, member.Host, target, new CopyOptions(), cancellation).ConfigureAwait(false);
    }
}

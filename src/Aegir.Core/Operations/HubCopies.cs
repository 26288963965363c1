using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>The copies the hub keeps of the sites that are served on other machines. Nothing to do where the hub's own machine serves them.</summary>
public static class HubCopies
{
    // What only visitors and caches write.
    private static readonly IReadOnlyList<string> NotKept = ["/files", "/private"];

    /// <summary>Brings the hub's copy of a site's folder up to date; uploads stay where they are (aegir-spec 2.15). Modes are kept, so that
    /// settings are as unreadable to others here as there.</summary>
    public static Task KeepSiteAsync(OperationServices services, Place place, string docroot, string directory, StepContext context)
    {
        var folder = $"{docroot}/sites/{directory}";
        return IsServedHere(place) ? Task.CompletedTask : place.FirstAsync(member => services.Files.CopyAsync(
            member.Host, folder, context.On(services.Hub.Host), folder, new CopyOptions { Exclude = NotKept, Delete = true }, context.Cancellation));
    }

    /// <summary>Deletes the hub's copy of a site's folder. One with uploads in it is no copy, and stays.</summary>
    public static Task ForgetSiteAsync(OperationServices services, Place place, string docroot, string directory, StepContext context) =>
        IsServedHere(place) ? Task.CompletedTask : context.On(services.Hub.Host).RunRequiredAsync(HostCommand.Script("""
            set -eu
            [ -d "$1" ] && [ ! -L "$1" ] || exit 0
            if [ -e "$1/files" ] || [ -e "$1/private" ]; then echo "$1 holds uploads" >&2; exit 1; fi
            chmod -R u+w -- "$1"
            rm -rf --one-file-system -- "$1"
            """, $"{docroot}/sites/{directory}"), context.Cancellation);

    private static bool IsServedHere(Place place) => place.Members.Any(member => !member.IsRemote);
}

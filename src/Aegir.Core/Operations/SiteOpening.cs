using Aegir.Drupal;
using Aegir.WebServers;

namespace Aegir.Operations;

/// <summary>Waits until visitors get in where a gate was opened: web servers whose PHP caches files see it some seconds late.</summary>
internal static class SiteOpening
{
    /// <summary>A site that does not answer by then is warned of: it was seen to work through its gate before.</summary>
    public static Task AwaitAsync(Place place, SiteLocation site, StepContext context) => place.EachAsync(async member =>
    {
        if (member.Server is { WebServer: WebServerType.None, WebUrl: null })
            return;
        try
        {
            await SiteDoor.RequireFineAsync(member.Host, member.Server, site, "", context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "SiteLookFailed")
        {
            context.Warn(error.Message);
        }
    });
}

using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>Undoes what a move did to a site's folders on one machine, however far that came; may run twice.</summary>
internal static class PutBack
{
    /// <summary>Folders with something that the web server's account has shut to us stay, and are told of: they must not hold the site for ever.</summary>
    /// <param name="parameters">Those of put-back.sh.</param>
    public static async Task RunAsync(PlaceMember member, StepContext context, params string[] parameters)
    {
        var left = await member.Host.ScriptAsync("Operations.Moving.put-back.sh", parameters, context.Cancellation).ConfigureAwait(false);
        foreach (var folder in left.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            context.Warn($"On '{member.Server.Name}', {folder} could not be deleted: others own a part of it. It is of no use any more; delete it as an administrator.");
    }
}

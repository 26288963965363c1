using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>Owners and modes of a site's folder (aegir-spec 2.13).</summary>
internal static class SiteModes
{
    private const int Named = 5;

    /// <summary>Repairs them on one machine. What belongs to the web server's user and cannot be changed is a warning (field note 17).</summary>
    /// <exception cref="AegirException">ScriptFailed: something of ours cannot be changed, as when we are not in the web server's group.</exception>
    public static async Task MendAsync(PlaceMember member, SiteLocation site, StepContext context)
    {
        var output = await member.Host.ScriptAsync("Operations.mend-modes.sh",
            [$"{site.Docroot}/sites/{site.Directory}", member.Server.WebGroup, $"{site.Major}"], context.Cancellation).ConfigureAwait(false);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        var foreign = lines.Where(line => line.StartsWith("foreign ", StringComparison.Ordinal)).Select(line => line[8..]).ToList();
        var mended = lines.Where(line => line.StartsWith("mended ", StringComparison.Ordinal)).Select(line => line[7..]).ToList();
        var shutOut = lines.Find(line => line.StartsWith("shut out ", StringComparison.Ordinal))?[9..];
        if (shutOut is not null)
            context.Warn($"Owners and modes of settings and uploads stay as they are: '{shutOut}', who writes uploads and so serves the site, is not in the group "
                + $"'{member.Server.WebGroup}' and could not read its settings. If another group is the web server's: Set-AegirServer {member.Server.Name} -WebGroup NAME");
        if (mended.Count > 0)
            context.Log(TaskLogLevel.Verbose, $"Owners or modes mended: {List(mended)}.");
        if (foreign.Count > 0)
            context.Warn($"These belong to others, who left them with a group or mode that is not as it should be: {List(foreign)}.");
    }

    private static string List(List<string> names) =>
        string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
}

using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations;

namespace Aegir.Distributions;

/// <summary>Uploads outside of a site's folder that it would not find from another platform of the same machine: Drupal takes a relative path from the
/// docroot.</summary>
internal static class OutsideUploads
{
    public static async Task<IEnumerable<string>> BlockersAsync(SiteFacts facts, MoveDraft draft, PlaceMember lead, CancellationToken cancellation)
    {
        var outside = draft.Old.Docroot == draft.New.Docroot ? [] : facts.UploadsOutside(draft.Old.Location).ToList();
        if (outside.Count == 0)
            return [];
        var output = await lead.Host.ScriptAsync("Distributions.outside-uploads.sh",
            [draft.Old.Docroot, draft.From.ProjectRoot, draft.New.Docroot, draft.To.ProjectRoot, .. outside.Select(folder => folder.Path)], cancellation).ConfigureAwait(false);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Zip(outside).Where(pair => pair.First == "lost").Select(pair =>
            $"Its {pair.Second.What} files are in {pair.Second.Path} and would stay behind with platform '{draft.From.Name}': move them into the site's folder, "
            + "or to one of no platform that settings.php names by its whole path.");
    }
}

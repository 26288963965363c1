using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations;

namespace Aegir.Distributions;

/// <summary>What becomes of uploads outside of a site's folder when the site goes to another platform of the same machine.</summary>
/// <param name="Blockers">For those that the new side would not find: Drupal takes a relative path from the docroot.</param>
/// <param name="Warnings">For those that stay below the old platform.</param>
internal sealed record OutsideUploads(IReadOnlyList<string> Blockers, IReadOnlyList<string> Warnings)
{
    private static readonly OutsideUploads None = new([], []);

    public static async Task<OutsideUploads> FindAsync(SiteFacts facts, MoveDraft draft, PlaceMember lead, CancellationToken cancellation)
    {
        var outside = draft.Old.Docroot == draft.New.Docroot ? [] : facts.UploadsOutside(draft.Old.Location).ToList();
        if (outside.Count == 0)
            return None;
        var output = await lead.Host.ScriptAsync("Distributions.outside-uploads.sh",
            [draft.Old.Docroot, draft.From.ProjectRoot, draft.New.Docroot, .. outside.Select(folder => folder.Path)], cancellation).ConfigureAwait(false);
        var fates = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Zip(outside).ToList();
        return new(
            [.. Of("lost").Select(folder => $"Its {folder.What} files are in {folder.Path}, which is another folder from '{draft.To.Name}': they would stay behind. "
                + "Move them into the site's folder, or to one of no platform that settings.php names by its whole path.")],
            [.. Of("tied").Select(folder => $"Its {folder.What} files stay in {folder.Path}, below platform '{draft.From.Name}': they would be lost with that platform's folder.")]);

        IEnumerable<(string What, string Path)> Of(string fate) => fates.Where(pair => pair.First == fate).Select(pair => pair.Second);
    }
}

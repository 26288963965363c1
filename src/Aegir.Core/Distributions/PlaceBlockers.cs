using Aegir.Drupal;
using Aegir.Operations;

namespace Aegir.Distributions;

/// <summary>What speaks against taking a site from one place to another.</summary>
internal static class PlaceBlockers
{
    /// <param name="copies">True where the uploads are copied, because the other side is another machine or another site.</param>
    public static IEnumerable<string> Find(SiteFacts facts, MoveDraft draft, Place from, Place to, bool copies)
    {
        if (facts.Database.Type == DatabaseType.Sqlite && to.Members.Count > 1)
            yield return "Its data is in a SQLite file, which the members of a cluster cannot share.";
        if (!copies)
            yield break;
        foreach (var (what, path) in facts.UploadsOutside(draft.Old.Location))
            yield return $"Its {what} files are in {path}, outside of the site's folder, and so do not come along.";
        if (facts.Database.Path is { } file && !to.Lead.IsOneWith(from.Lead) && !file.StartsWith(draft.Old.Folder + "/", StringComparison.Ordinal))
            yield return $"Its SQLite file {file} is outside of the site's folder, and so does not come along.";
    }
}

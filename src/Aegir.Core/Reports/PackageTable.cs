namespace Aegir.Reports;

/// <summary>Packages side by side; those that stay the same are only counted.</summary>
internal static class PackageTable
{
    public static void Write(Html html, IReadOnlyList<PackageComparison> packages)
    {
        var changed = packages.Where(row => row.Change != PackageChange.Same).ToList();
        if (changed.Count > 0)
            html.Table(
                changed,
                ("Package", row => html.Text(row.Name)),
                ("Type", row => html.Text(row.Type.ToString())),
                ("Enabled", row => html.Text(row.Enabled ? "yes" : "")),
                ("Current", row => html.Text(row.Current)),
                ("Target", row => html.Text(row.Target)),
                ("Change", row => Change(html, row)));
        var same = packages.Count - changed.Count;
        html.Element("p class=\"quiet\"", changed.Count == 0 ? $"All {same} packages stay the same." : $"{same} more stay the same.");
    }

    private static void Change(Html html, PackageComparison row)
    {
        html.Badge(row.Change);
        if (row.Reason is { } reason)
            html.Text(" " + reason);
    }
}

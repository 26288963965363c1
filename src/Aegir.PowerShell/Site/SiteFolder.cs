namespace Aegir.PowerShell;

/// <summary>A folder below sites/ that holds a site.</summary>
/// <param name="Name">What the site is called; null where the folder is called by it.</param>
public sealed record SiteFolder(string Platform, string Directory, string? Name)
{
    public override string ToString() => Name ?? Directory;
}

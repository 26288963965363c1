using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>A site as the pipeline gets it with a way in: a site like any other, with one property more.</summary>
internal static class SiteLogin
{
    /// <summary>The first of its type names; a view of its own shows the link.</summary>
    private const string TypeName = "Aegir.Site#Login";

    public static PSObject Of(InstalledSite installed)
    {
        var site = new PSObject(installed.Site);
        site.TypeNames.Insert(0, TypeName);
        site.Properties.Add(new PSNoteProperty("LoginUrl", installed.LoginUrl));
        return site;
    }
}

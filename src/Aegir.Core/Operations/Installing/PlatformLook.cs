namespace Aegir.Operations.Installing;

/// <summary>What was seen of a platform on a machine, and whether a site can be installed there.</summary>
internal static class PlatformLook
{
    /// <exception cref="AegirException">ProfileMissing, LanguageMissing, SiteFolderExists, SitesNotWritable, WebGroupMissing.</exception>
    public static void Require(InstallRecord record, Server server, IReadOnlyCollection<string> lines)
    {
        if (!lines.Contains("profile"))
            throw new AegirException(AegirErrorKind.NotFound, "ProfileMissing",
                $"Platform '{record.Platform}' has no profile '{record.Profile}'.", $"Get-AegirPackage -Platform '{record.Platform}' -Type Profile lists them.");
        var languages = lines.Where(line => line.StartsWith("language ", StringComparison.Ordinal)).Select(line => line[9..]).ToList();
        // From Drupal 8 on, the installer fetches what is not there.
        if (record.Language != "en" && record.Major < 8 && !languages.Contains(record.Language))
            throw new AegirException(AegirErrorKind.NotFound, "LanguageMissing",
                $"Profile '{record.Profile}' of platform '{record.Platform}' has no translation '{record.Language}'; it has {string.Join(", ", languages.Prepend("en").Distinct())}.",
                $"Put the .po file into the folder translations/ of the profile, or take another language.");
        if (lines.Contains("folder"))
            throw new AegirException(AegirErrorKind.AlreadyExists, "SiteFolderExists",
                $"There is a folder {record.Folder} on {server.HostName} already.",
                $"Adopt what is in it (Import-AegirSite '{record.Platform}' -Directory {record.Directory}), or take it away.");
        if (lines.Contains("sites"))
            throw new AegirException(AegirErrorKind.Unavailable, "SitesNotWritable",
                $"No folder can be made in {record.Docroot}/sites on {server.HostName}.", "Make it writable for the user who works there.");
        if (!lines.Contains("group"))
            throw new AegirException(AegirErrorKind.Unavailable, "WebGroupMissing",
                $"On {server.HostName}, files cannot be given to the web server's group '{server.WebGroup}'.",
                $"Put the user who works there into that group, or name another: Set-AegirServer {server.Name} -WebGroup NAME");
    }
}

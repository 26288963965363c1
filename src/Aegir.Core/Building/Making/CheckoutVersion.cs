using System.Text.RegularExpressions;
using Aegir.Building.Fetching;

namespace Aegir.Building.Making;

/// <summary>The version that a git checkout is given in its info files.</summary>
internal static partial class CheckoutVersion
{
    /// <summary>That of the tag it is; else of the newest tag before it, with how far past; else that of its branch.</summary>
    public static string? Of(GitDownload download, GitCheckout checkout)
    {
        var match = Describe().Match(checkout.Description);
        if (match.Success)
            return $"{match.Groups["tag"].Value}+{match.Groups["ahead"].Value}-dev";
        if (checkout.Description.Length > 0 && DrupalVersion.TryParse(checkout.Description, out _))
            return checkout.Description;
        return download.Branch is { } branch && Branch().IsMatch(branch) ? branch + "-dev" : null;
    }

    [GeneratedRegex(@"\A(?<tag>v?\d[^-]*(-[^-]+)*?)-(?<ahead>\d+)-g[0-9a-f]+\z")]
    private static partial Regex Describe();

    [GeneratedRegex(@"\A(\d+\.x-)?\d+\.(\d+\.)?x\z")]
    private static partial Regex Branch();
}

using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>
/// The compiled code of a platform, kept from one command to the next and from one site to the next: drush and the first page of a site spend half of their
/// time on compiling the same files. It is the opcode cache of PHP itself that keeps it, in a folder that only the account of the hub may enter.
/// </summary>
public static class CodeCache
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Makes the folder, one for each state of the code, and gives the environment in which PHP uses it. Empty where it cannot, for whatever
    /// reason: without it all is the same, and slower.</summary>
    /// <param name="folder">The folder that such folders lie in.</param>
    /// <param name="fingerprint">As <see cref="CodeBase.Fingerprint"/>.</param>
    public static async Task<IReadOnlyDictionary<string, string>> OpenAsync(
        IHost host, string php, string folder, string fingerprint, string docroot, CancellationToken cancellation)
    {
        var answer = await host.ScriptAsync("Drupal.code-cache.sh", [folder, fingerprint[..16], php, docroot], cancellation).ConfigureAwait(false);
        return answer.TrimEnd('\n').Split('\n') is [{ Length: > 0 } cache, var scanned]
            ? new Dictionary<string, string> { ["AEGIR_CODE_CACHE"] = cache, ["PHP_INI_SCAN_DIR"] = scanned }
            : None;
    }
}

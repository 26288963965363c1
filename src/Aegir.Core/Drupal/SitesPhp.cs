using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>The file sites.php of a platform: further names of sites, each on a line that carries the mark of who wrote it.</summary>
internal static class SitesPhp
{
    /// <summary>The names that a platform's file has for the folder of a site.</summary>
    /// <exception cref="AegirException">SitesPhpUnreadable.</exception>
    public static async Task<IReadOnlyList<string>> NamesAsync(IHost host, string php, SiteLocation site, CancellationToken cancellation) =>
        await RunAsync(host, php, new { Do = "Names", site.Docroot, site.Directory }, cancellation).ConfigureAwait(false);

    /// <summary>Makes the file where it is missing, and adds names of a site to it, once per mark.</summary>
    /// <exception cref="AegirException">SitesPhpClosed, SettingsNotWritable.</exception>
    public static Task AddAsync(
        IHost host, string php, string docroot, string directory, IEnumerable<string> names, string mark, CancellationToken cancellation) =>
        RunAsync(host, php, new { Do = "Add", docroot, mark, directory, names = names.ToList() }, cancellation);

    /// <summary>Takes the lines with the mark out; the file stays.</summary>
    public static Task RemoveAsync(IHost host, string php, string docroot, string mark, CancellationToken cancellation) =>
        RunAsync(host, php, new { Do = "Remove", docroot, mark }, cancellation);

    /// <summary>Takes the lines out that we once wrote for a folder which is gone.</summary>
    public static Task ForgetAsync(IHost host, string php, string docroot, string directory, CancellationToken cancellation) =>
        RunAsync(host, php, new { Do = "Forget", docroot, directory }, cancellation);

    private static async Task<IReadOnlyList<string>> RunAsync(IHost host, string php, object input, CancellationToken cancellation) =>
        (await SitePhp.RunAsync<Answer>(host, php, ["write-file.php", "sites-php.php"], input, null, cancellation).ConfigureAwait(false)).Names;

    private sealed record Answer(IReadOnlyList<string> Names);
}

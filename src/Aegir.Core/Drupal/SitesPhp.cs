using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>The file sites.php of a platform: further names of sites, each on a line that carries the mark of who wrote it.</summary>
internal static class SitesPhp
{
    /// <summary>Makes the file where it is missing, and adds the names that the old platform's file has for the site.</summary>
    /// <exception cref="AegirException">SitesPhpUnreadable, SitesPhpClosed, SettingsNotWritable.</exception>
    public static Task AddAsync(IHost host, string php, SiteLocation from, string docroot, string mark, CancellationToken cancellation) =>
        RunAsync(host, php, new { Do = "Add", docroot, mark, from = from.Docroot, directory = from.Directory }, cancellation);

    /// <summary>Takes the lines with the mark out; the file stays.</summary>
    public static Task RemoveAsync(IHost host, string php, string docroot, string mark, CancellationToken cancellation) =>
        RunAsync(host, php, new { Do = "Remove", docroot, mark }, cancellation);

    private static Task RunAsync(IHost host, string php, object input, CancellationToken cancellation) =>
        SitePhp.RunAsync<Answer>(host, php, ["write-file.php", "sites-php.php"], input, null, cancellation);

    private sealed record Answer(int Names);
}

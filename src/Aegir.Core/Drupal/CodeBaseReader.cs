using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>Reads what a Drupal code base consists of, in one round trip to its host (aegir-spec 3.1).</summary>
public sealed class CodeBaseReader(IHost host)
{
    private static readonly Lazy<string> Script = new(LoadScript);

    /// <summary>Reads the code base of Drupal 7 to 11 whose docroot, or the composer project above it, is at a path.</summary>
    /// <exception cref="AegirException">PlatformPathInvalid, PlatformPathNotFound, PlatformPathUnreadable, NotADrupal,
    /// DrupalNotSupported or PlatformReadFailed.</exception>
    public async Task<CodeBase> ReadAsync(string path, CancellationToken cancellation)
    {
        var scan = await ScanAsync(path, "read", cancellation).ConfigureAwait(false);
        var core = CoreVersion.Read(scan);
        var warnings = new List<string>(scan.Warnings);
        return new CodeBase
        {
            Docroot = scan.Docroot,
            ProjectRoot = scan.ProjectRoot,
            CoreVersion = core.Version,
            PhpMinimum = core.PhpMinimum,
            Packages = new PackageRegistry(scan, core, warnings).Build(),
            SiteDirectories = scan.Sites,
            Warnings = warnings,
            Fingerprint = scan.Fingerprint,
            HasSitesPhp = scan.Facts.ContainsKey("sitesphp"),
            Drush = scan.Facts.GetValueOrDefault("drush"),
        };
    }

    /// <summary>
    /// A short text that changes whenever a file that <see cref="ReadAsync"/> takes packages from comes, goes or changes (size,
    /// modification or change time: so a chmod changes it too, a change that keeps its times does not escape). No file is read.
    /// Settings, user files and caches do not count, and neither does a new folder below sites/ that brings no packages.
    /// </summary>
    /// <exception cref="AegirException">As <see cref="ReadAsync"/>, but the version of Drupal is not looked at.</exception>
    public async Task<string> FingerprintAsync(string docroot, CancellationToken cancellation)
    {
        var scan = await ScanAsync(docroot, "fingerprint", cancellation).ConfigureAwait(false);
        return scan.Fingerprint;
    }

    private async Task<CodeBaseScan> ScanAsync(string path, string mode, CancellationToken cancellation)
    {
        var clean = Names.AbsolutePath(path) ?? throw CodeBaseErrors.PathInvalid(path);
        CodeBaseScan? scan = null;
        Exception? broken = null;
        var command = HostCommand.Script(Script.Value, clean, mode) with { ReadOutput = ReadAsync };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        if (!result.Succeeded || scan is null)
            throw CodeBaseErrors.ReadFailed(clean, host.Name, result, broken);
        scan.AddComplaints(result.Error);
        return scan.State switch
        {
            "ok" => scan,
            "missing" => throw CodeBaseErrors.PathNotFound(clean, host.Name),
            "unreadable" => throw CodeBaseErrors.Unreadable(scan.Facts["at"], host.Name),
            _ => throw CodeBaseErrors.NotADrupal(clean, host.Name),
        };

        // On a thread of its own: the stream is read while the host still writes it.
        Task ReadAsync(Stream stream, CancellationToken token) => Task.Run(() =>
        {
            try
            {
                scan = CodeBaseScan.Read(stream);
            }
            catch (Exception error) when (error is IOException or InvalidDataException)
            {
                broken = error;
            }
            stream.CopyTo(Stream.Null);
        }, token);
    }

    private static string LoadScript()
    {
        using var stream = typeof(CodeBaseReader).Assembly.GetManifestResourceStream("Aegir.Drupal.read-code-base.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

using System.Collections.Concurrent;
using Aegir.Drupal;
using Aegir.Operations;

namespace Aegir.Distributions;

/// <summary>
/// The packages of platforms as they are on disk now. Each platform is looked at once for the life of this object: if its fingerprint is
/// that of the last verify, the registry is right; if not, it is read afresh. Nothing is written.
/// </summary>
public sealed class CodeBases(OperationServices services)
{
    private readonly ConcurrentDictionary<long, Lazy<Task<CodeBase>>> known = new();

    public Task<CodeBase> ReadAsync(Platform platform, CancellationToken cancellation) =>
        known.GetOrAdd(platform.Id, _ => new(() => LookAsync(platform, cancellation))).Value;

    private async Task<CodeBase> LookAsync(Platform platform, CancellationToken cancellation)
    {
        var reader = new CodeBaseReader(services.Host(services.Server(platform.Server)));
        if (platform.Verified is null
            || await reader.FingerprintAsync(platform.Path, cancellation).ConfigureAwait(false) != platform.Fingerprint)
            return await reader.ReadAsync(platform.Path, cancellation).ConfigureAwait(false);
        return new CodeBase
        {
            Docroot = platform.Path,
            ProjectRoot = platform.ProjectRoot,
            CoreVersion = platform.CoreVersion!,
            PhpMinimum = platform.PhpMinimum,
            Drush = platform.Drush,
            Fingerprint = platform.Fingerprint!,
            Packages = services.Store.Read(session => session.Packages.OfPlatform(platform.Id)),
        };
    }
}

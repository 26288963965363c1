using System.Collections.Concurrent;
using Aegir.Drupal;
using Aegir.Operations;
using Aegir.Operations.Spokes;

namespace Aegir.Distributions;

/// <summary>
/// The packages of platforms as they are on the hub's disk now; what other machines serve is pushed from there. Each platform is looked at once for the life of this object: if its fingerprint is
/// that of the last verify, the registry is right; if not, it is read afresh. Nothing is written.
/// </summary>
public sealed class CodeBases(OperationServices services)
{
    private readonly ConcurrentDictionary<long, Lazy<Task<CodeBase>>> known = new();
    private readonly ConcurrentDictionary<long, Lazy<Task<IReadOnlyList<string>>>> compared = new();

    public Task<CodeBase> ReadAsync(Platform platform, CancellationToken cancellation) =>
        known.GetOrAdd(platform.Id, _ => new(() => LookAsync(platform, cancellation))).Value;

    /// <summary>Names of the machines that serve other code than the hub has, or cannot be asked.</summary>
    public Task<IReadOnlyList<string>> BehindAsync(Platform platform, CancellationToken cancellation) => compared.GetOrAdd(platform.Id,
        _ => new(async () => await PlatformMembers.BehindAsync(services, platform.Server, await ReadAsync(platform, cancellation).ConfigureAwait(false),
            cancellation).ConfigureAwait(false))).Value;

    private async Task<CodeBase> LookAsync(Platform platform, CancellationToken cancellation)
    {
        var reader = new CodeBaseReader(services.Hub.Host);
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

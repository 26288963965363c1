using Aegir.Building.Fetching;
using Aegir.Building.Releases;
using Aegir.Distributions.Updates;
using Aegir.Operations;
using Aegir.Operations.Builds;

namespace Aegir.Hub;

/// <summary>Looks at the sources of distributions, and remembers what they have.</summary>
internal sealed class DistributionChecks(OperationServices services)
{
    // The core of what does not come from a release feed is looked up so often.
    private static readonly TimeSpan FeedAge = TimeSpan.FromHours(24);

    /// <summary>Trouble that may pass by itself is tried again so often.</summary>
    public const int Tries = 3;

    private static readonly BuildLimits Limits = new() { Total = TimeSpan.FromMinutes(2) };

    public string? ReleaseFeed { get; set; }

    /// <summary>Looks, and remembers what there is.</summary>
    public async Task<UpdateCheck> CheckAsync(Distribution distribution, ITaskSink sink, CancellationToken cancellation)
    {
        if (distribution.Source is null)
            return new UpdateCheck { Distribution = distribution.Name };
        try
        {
            var target = Target(distribution);
            var look = await LookAsync(distribution, target, services.CacheFolder, cancellation).ConfigureAwait(false);
            var releases = look.Releases ?? await CoreAsync(distribution, target, sink, cancellation).ConfigureAwait(false);
            Remember(distribution, state => state with
            {
                Checked = DateTimeOffset.UtcNow,
                CheckError = null,
                Signature = look.Signature,
                Version = look.Version,
                Releases = releases ?? state.Releases,
            });
            return Compare(services.Store.Read(session => session.Distributions.Get(distribution.Id)) ?? distribution, look, Release(distribution, target));
        }
        catch (AegirException error)
        {
            Remember(distribution, state => state with { Checked = DateTimeOffset.UtcNow, CheckError = error.Message });
            throw;
        }
    }

    /// <summary>Looks, and leaves nothing behind: neither in the store nor in the cache.</summary>
    public async Task<UpdateCheck> PeekAsync(Distribution distribution, CancellationToken cancellation)
    {
        if (distribution.Source is null)
            return new UpdateCheck { Distribution = distribution.Name };
        var target = Target(distribution);
        return Compare(distribution, await LookAsync(distribution, target, null, cancellation).ConfigureAwait(false), Release(distribution, target));
    }

    private Task<SourceLook> LookAsync(Distribution distribution, Platform? target, string? cache, CancellationToken cancellation)
    {
        var release = Release(distribution, target);
        return VisitAsync(shop => new SourceReader(shop).ReadAsync(distribution.Source!, release, cancellation), cache, cancellation);
    }

    private Platform? Target(Distribution distribution) =>
        services.Store.Read(session => session.Distributions.TargetId(distribution.Id) is { } id ? session.Platforms.Get(id) : null);

    // What a branch or a package counts is not what core counts.
    private string? Release(Distribution distribution, Platform? target) => target is not null && distribution.Source is StockUpdates stock
        ? services.Store.Read(session => DistributionSecurity.ReleaseOf(session, target, stock.Project)) : null;

    private void Remember(Distribution distribution, Func<UpdateState, UpdateState> change) =>
        services.Store.Write(session => session.Distributions.Remember(distribution.Id, change));

    /// <param name="release">The release that the target is of, where the source counts the same.</param>
    private static UpdateCheck Compare(Distribution distribution, SourceLook look, string? release)
    {
        var known = distribution.Updates;
        var isThere = look.Signature == known.BuiltSignature || (release is not null && Order(look.Version, release) == 0);
        return new UpdateCheck
        {
            Distribution = distribution.Name,
            Signature = look.Signature,
            Version = look.Version,
            Source = look.Source,
            Releases = look.Releases,
            HasMoved = !isThere,
            IsOlder = !isThere && Order(look.Version, release ?? known.BuiltVersion) < 0,
            FailedBefore = known.FailedSignature == look.Signature && known.Failures >= Tries ? known.FailedMessage : null,
        };
    }

    private static int? Order(string? left, string? right) =>
        DrupalVersion.TryParse(left, out var one) && DrupalVersion.TryParse(right, out var other) ? one.CompareTo(other) : null;

    private async Task<KnownReleases?> CoreAsync(Distribution distribution, Platform? target, ITaskSink sink, CancellationToken cancellation)
    {
        var now = DateTimeOffset.UtcNow;
        if (target is not { CoreMajor: > 0 } || now - distribution.Updates.ReleasesRead < FeedAge)
            return null;
        Remember(distribution, state => state with { ReleasesRead = now });
        try
        {
            var history = await VisitAsync(shop => new ReleaseHistories(shop).ReadAsync(
                StockUpdates.Drupal, FormattableString.Invariant($"{target.CoreMajor}.x"), "Drupal core", null, cancellation), services.CacheFolder, cancellation).ConfigureAwait(false);
            return history.Known() with { Project = StockUpdates.Drupal };
        }
        catch (AegirException error)
        {
            sink.Emit(new TaskEvent(TaskEventKind.Verbose, distribution.Name, null, $"Whether security is at stake is not known: {error.Message}"));
            return null;
        }
    }

    private Task<T> VisitAsync<T>(Func<Workshop, Task<T>> read, string? cache, CancellationToken cancellation) =>
        BuildShop.VisitAsync(services, Limits, ReleaseFeed, cache, read, cancellation);
}

using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.Hub.Requests;

/// <summary>
/// An order for one task, in words that can be kept: whoever carries it out, now or later, here or elsewhere, does the same. What it says is
/// checked when it is carried out. Holds no secret.
/// </summary>
public abstract record TaskRequest
{
    /// <summary>The kind of task, such as verify or upgrade.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    /// <summary>What kind of thing it works on: site, platform or server.</summary>
    [JsonIgnore]
    public abstract string TargetType { get; }

    [JsonIgnore]
    public abstract string Target { get; }

    /// <summary>The leases it needs; tasks stand in line for the first.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> Resources => [$"{TargetType}:{Target}"];

    /// <summary>Does it.</summary>
    /// <returns>What came of it, such as an <see cref="UpgradeResult"/>.</returns>
    /// <exception cref="AegirException">What is wrong with the order, or what failed.</exception>
    public abstract Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation);

    /// <summary>For whom and where it is.</summary>
    /// <exception cref="AegirException">What it works on is not there, or may not be worked on.</exception>
    public abstract RequestPlace Place(StateSession session);

    /// <summary>How it ended where nothing had to be begun; null where the result of a good one says no more.</summary>
    public virtual (AegirTaskStatus Status, string Message)? Verdict(object result) => null;
}

/// <param name="Client">Whom it is for; empty for nobody.</param>
/// <param name="Server">The web server it loads; empty for none.</param>
/// <param name="Needs">A platform whose outstanding verify or build it waits for; null for none.</param>
public sealed record RequestPlace(string Client, string Server, string DatabaseServer, string? Needs = null)
{
    internal static RequestPlace Of(Site site, string? needs = null) => new(site.Client ?? "", site.Server, site.DatabaseServer ?? "", needs);

    internal static RequestPlace Of(Platform platform) => new("", platform.Server, "");
}

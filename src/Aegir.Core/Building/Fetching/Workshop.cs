using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aegir.Hosts;

namespace Aegir.Building.Fetching;

/// <summary>Where one build is done: the machine, a folder of its own on it, and the cache of downloads.</summary>
/// <param name="work">Absolute path of a folder that is deleted with the build.</param>
/// <param name="cache">Absolute path of the folder that outlives it.</param>
/// <param name="mark">Starts the names of this build's unfinished files in the cache.</param>
public sealed class Workshop(IHost host, string work, string cache, string mark)
{
    private SemaphoreSlim? gate;
    private int folders;

    public IHost Host => host;

    public string Work => work;

    public string Cache => cache;

    public string Mark => mark;

    public BuildLimits Limits { get; init; } = new();

    /// <summary>Takes the build's log lines, from any thread.</summary>
    public Action<TaskLogLevel, string> Log { get; init; } = (_, _) => { };

    /// <summary>The address below which projects have their release history.</summary>
    public string ReleaseFeed { get; init; } = "https://updates.drupal.org/release-history";

    /// <summary>The address below which projects have their git repositories.</summary>
    public string Repositories { get; init; } = "https://git.drupalcode.org/project";

    /// <summary>A pattern of the address of a project's translations.</summary>
    public string Translations { get; init; } = "https://ftp.drupal.org/files/translations/%core/%project/%project-%version.%language.po";

    /// <summary>The same with another release feed.</summary>
    public Workshop With(string feed) => new(host, work, cache, mark) { Limits = Limits, Log = Log, Repositories = Repositories, Translations = Translations, ReleaseFeed = feed };

    /// <summary>Lets so many transfers through at a time as the limits have it.</summary>
    internal SemaphoreSlim Gate => LazyInitializer.EnsureInitialized(ref gate, () => new SemaphoreSlim(Limits.Parallel))!;

    /// <summary>The path of a folder that is not there yet.</summary>
    public string NewFolder() => string.Create(CultureInfo.InvariantCulture, $"{work}/{Interlocked.Increment(ref folders)}");

    /// <summary>The name under which the cache keeps what belongs to an address.</summary>
    public static string Key(string address) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(address))).ToLowerInvariant();

    /// <summary>A number of seconds as programs take it, at least 1.</summary>
    public static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}

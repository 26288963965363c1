using Aegir.Building.Fetching;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>A workshop in folders of a test's own.</summary>
public sealed class WorkshopFolder : IDisposable
{
    private int opened;

    public TempFolder Folder { get; } = new();

    public List<string> Logged { get; } = [];

    /// <param name="feed">Where release histories are asked for; by default at a port where nobody answers.</param>
    public Workshop Open(BuildLimits? limits = null, string feed = "http://127.0.0.1:9/release-history")
    {
        var work = Folder.At($"work/{++opened}");
        Directory.CreateDirectory(work);
        return new Workshop(new LocalHost(), work, Folder.At("cache"), "test")
        {
            Limits = limits ?? new BuildLimits(),
            ReleaseFeed = feed,
            Translations = "http://127.0.0.1:9/%core/%project/%project-%version.%language.po",
            Log = (level, message) =>
            {
                lock (Logged)
                    Logged.Add($"{level}: {message}");
            },
        };
    }

    /// <summary>The files of the work folder and the cache, without those that only keep order.</summary>
    public IReadOnlyList<string> Left() => Directory.EnumerateFiles(Folder.Path, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Folder.Path, file)).Order().ToList();

    public void Dispose() => Folder.Dispose();
}

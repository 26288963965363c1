using Aegir.Tests.Components;

namespace Aegir.Tests.Sinks;

/// <summary>The store's SQL takes values as parameters only; what is put into its text are columns and orders of our own.</summary>
public sealed class StoreTextTests
{
    [Fact]
    public void No_text_is_more_than_a_value()
    {
        using var folder = new TempFolder();
        using var hub = AegirHub.Open(folder.At("hub/hub.db"));
        foreach (var text in new[] { "x'; DROP TABLE site; --", "%", "_", "\\", "x' OR '1' = '1", "@name", ":x", "$1", "\"", "x\0y", "é" })
        {
            hub.Distributions.Add("d " + text.Replace("\0", "", StringComparison.Ordinal));
            Assert.Equal("d " + text.Replace("\0", "", StringComparison.Ordinal), hub.Distributions.Get("d " + text.Replace("\0", "", StringComparison.Ordinal)).Name);
            Assert.Empty(hub.Sites.Backups(text));
            Assert.Empty(hub.Sites.Find(new SiteFilter { Names = [new NamePattern(text)] }));
            Assert.Empty(hub.Tasks.Find(new TaskFilter { Targets = [new NamePattern(text)] }));
        }
        Assert.Equal(11, hub.Distributions.Find().Count);
    }
}

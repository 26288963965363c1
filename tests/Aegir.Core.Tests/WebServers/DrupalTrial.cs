using Aegir.Tests.Components;

namespace Aegir.Tests.WebServers;

/// <summary>A web server under test that serves sites of a stand-in Drupal, through a hub.</summary>
internal sealed class DrupalTrial : IDisposable
{
    public const string Site = "one.example.test";

    private DrupalTrial(TempFolder folder, WebServerType type, int major)
    {
        Folder = folder;
        Web = WebServerUnderTest.Start(Folder, type);
        Pair = PlatformPair.StandIn(Folder, major);
    }

    public TempFolder Folder { get; }

    public WebServerUnderTest Web { get; }

    public RawVisitor Visitor => Web.Visitor;

    public PlatformPair Pair { get; }

    public TestHub Test { get; private set; } = null!;

    public AegirHub Hub => Test.Hub;

    public string Docroot => Pair.OldDocroot;

    public string SiteFolder => $"{Docroot}/sites/{Site}";

    /// <param name="prepare">Changes the folders before the hub sees them.</param>
    public static async Task<DrupalTrial> MakeAsync(WebServerType type, int major, Action<DrupalTrial>? prepare = null, params string[] more)
    {
        var trial = new DrupalTrial(new TempFolder(), type, major);
        try
        {
            await trial.PrepareAsync(prepare, more);
            return trial;
        }
        catch
        {
            trial.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Test?.Dispose();
        Web.Dispose();
        Folder.Dispose();
    }

    private async Task PrepareAsync(Action<DrupalTrial>? prepare, string[] more)
    {
        foreach (var site in more.Prepend(Site))
            Pair.Install(site);
        prepare?.Invoke(this);
        Test = new TestHub(Pair, web: Web.Server);
        await Hub.BatchAsync(Test.Sink, Test.ReadyAsync);
    }
}

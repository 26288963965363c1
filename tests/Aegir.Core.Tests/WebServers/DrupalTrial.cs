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
        foreach (var site in more.Prepend(Site))
            trial.Pair.Install(site);
        prepare?.Invoke(trial);
        using (var hub = AegirHub.Open(trial.Folder.At("hub/hub.db")))
            hub.Servers.Set(Server.MasterName, server => trial.Web.Server with { Id = server.Id });
        trial.Test = new TestHub(trial.Pair);
        await trial.Hub.BatchAsync(trial.Test.Sink, trial.Test.ReadyAsync);
        return trial;
    }

    public void Dispose()
    {
        Test?.Dispose();
        Web.Dispose();
        Folder.Dispose();
    }
}

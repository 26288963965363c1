using Aegir.Tests.Components;

namespace Aegir.Tests.Recovering;

/// <summary>A hub with its platforms, web server and database server, in a folder of its own: all that is lost at once when a machine is.</summary>
internal sealed class DrillHub : IDisposable
{
    private readonly TempFolder folder = new();

    public DrillHub(ITestDatabases databases, int major)
    {
        Web = WebServerUnderTest.Start(folder, WebServerType.Nginx);
        Pair = PlatformPair.StandIn(folder, major);
        Test = new TestHub(Pair, databases.OptionFile, databases.Type, web: Web.Server);
    }

    public WebServerUnderTest Web { get; }

    public PlatformPair Pair { get; }

    public TestHub Test { get; }

    public AegirHub Hub => Test.Hub;

    public string FolderOf(string site) => $"{Pair.OldDocroot}/sites/{site}";

    /// <summary>What a visitor is shown, whatever the web server's caches still hold.</summary>
    public string Body(string site, string path = "/") =>
        Web.Visitor.Get(site, path) is var reply && reply.Status == 200 ? reply.Body : throw new InvalidOperationException($"{site}{path}: {reply}\n{Web.Log}");

    public void Comment(string site, string text)
    {
        var reply = Web.Visitor.Send("POST", site, "/comment/new", body: "body=" + text);
        Assert.True(reply.Status < 400, reply.ToString());
    }

    public Task<Site> DeployAsync(ArchivedSite order) => Hub.Sites.DeployAsync(order, Test.Sink, default);

    /// <summary>Names that are ours alone and should not be there any more.</summary>
    public IEnumerable<string> Leftovers() => new[] { Pair.OldDocroot + "/sites", folder.At("hub/backups") }.Where(Directory.Exists)
        .SelectMany(path => Directory.EnumerateFileSystemEntries(path)).Where(path => Path.GetFileName(path).StartsWith('.'));

    public void Dispose()
    {
        Test.Dispose();
        Web.Dispose();
        folder.Dispose();
    }
}

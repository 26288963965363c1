using Aegir.Hosts;
using Aegir.Operations;
using Aegir.Tests.Components;
using Aegir.WebServers;

namespace Aegir.Tests.WebServers;

/// <summary>A web server under test, and a small code base with one site that tells who was asked for.</summary>
internal sealed class WebTrial : IDisposable
{
    public const string Site = "one.example.test";

    public WebTrial(WebServerType type)
    {
        Folder = new TempFolder();
        Web = WebServerUnderTest.Start(Folder, type);
        Hosting = NewHosting();
        Docroot = MakeDocroot("code");
    }

    public TempFolder Folder { get; }

    public WebServerUnderTest Web { get; }

    public RawVisitor Visitor => Web.Visitor;

    public IWebHosting Hosting { get; }

    public string Docroot { get; }

    /// <summary>The site as it is where a test says nothing else.</summary>
    public HostedSite Hosted => new() { Name = Site, Directory = Site, Docroot = Docroot, CoreMajor = 10 };

    /// <summary>As another process would have it.</summary>
    public IWebHosting NewHosting(Func<Server, Server>? change = null, IHost? host = null)
    {
        using var hub = new HubStore(Folder);
        var server = change?.Invoke(Web.Server) ?? Web.Server;
        return hub.Services.Hosting(new PlaceMember(server, host ?? new LocalHost()));
    }

    /// <summary>A docroot with an index.php that tells what it was asked, and an upload of the site's.</summary>
    public string MakeDocroot(string name)
    {
        Folder.Write($"{name}/index.php", """
            <?php
            header('Content-Type: text/plain');
            echo 'PHP ' . __DIR__ . "\n";
            foreach (['HTTP_HOST', 'SERVER_NAME', 'SERVER_PORT', 'HTTPS', 'REQUEST_URI', 'QUERY_STRING', 'SCRIPT_NAME', 'DOCUMENT_ROOT', 'HTTP_PROXY', 'HTTP_X_AEGIR_TASK'] as $name) {
                echo "$name=" . ($_SERVER[$name] ?? '') . "\n";
            }
            """);
        Folder.Write($"{name}/sites/{Site}/files/upload.txt", "an upload");
        return Folder.At(name);
    }

    public async Task PublishAsync(HostedSite? site = null)
    {
        await Hosting.PublishSiteAsync(site ?? Hosted, default);
        await Hosting.ReloadAsync(default);
    }

    public void Dispose()
    {
        Web.Dispose();
        Folder.Dispose();
    }

    private sealed class HubStore : IDisposable
    {
        private readonly Aegir.State.SqliteStore store;

        public HubStore(TempFolder folder)
        {
            store = Aegir.State.SqliteStore.Open(folder.At("hub/hub.db"));
            Services = new OperationServices(store, _ => new LocalHost());
        }

        public OperationServices Services { get; }

        public void Dispose() => store.Dispose();
    }
}

using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Sites;

/// <summary>A hub with one platform, and no site on it yet.</summary>
internal sealed class SiteBench : IDisposable
{
    private readonly MariaDbServer? server;

    /// <param name="hosts">How the hub reaches machines; null for this one.</param>
    public SiteBench(MariaDbServer? server = null, int major = 10, Func<Server, IHost>? hosts = null)
    {
        this.server = server;
        Major = major;
        var release = major == 7 ? "drupal-7.98" : "drupal-10.1.5";
        Command.Run(Fixtures.At("make-platform"), release, Folder.At("base"));
        Docroot = Folder.At(major == 7 ? "base" : "base/web");
        Directory.CreateDirectory(Folder.At("aegir"));
        Hub = AegirHub.Open(HubFile, hosts);
        Hub.Servers.Set(Server.MasterName, master => master with
        {
            Folder = Folder.At("aegir"),
            Database = server is null ? DatabaseType.None : DatabaseType.MariaDb,
            DatabaseOptionFile = server?.OptionFile,
        });
        Hub.Platforms.AddAsync("base", Folder.At("base"), null, Sink, default).GetAwaiter().GetResult();
    }

    public TempFolder Folder { get; } = new();

    public int Major { get; }

    public string Docroot { get; }

    public string HubFile => Folder.At("hub/hub.db");

    public AegirHub Hub { get; }

    public RecordingSink Sink { get; } = new();

    public NewSite Order(string name) => new()
    {
        Name = name, Platform = "base", AdminEmail = "admin@example.test", Database = server is null ? DatabaseType.Sqlite : null,
    };

    public Task<InstalledSite> InstallAsync(string name) => InstallAsync(Order(name));

    public Task<InstalledSite> InstallAsync(NewSite order) => Hub.Sites.InstallAsync(order, Sink, default);

    public string FolderOf(string site) => $"{Docroot}/sites/{site}";

    public string Settings(string site) => File.ReadAllText(FolderOf(site) + "/settings.php");

    /// <summary>Turns a switch of the stand-in on.</summary>
    public void Switch(string name, string value = "")
    {
        Directory.CreateDirectory(Docroot + "/.standin");
        File.WriteAllText($"{Docroot}/.standin/{name}", value);
    }

    /// <summary>Owner, group and mode of everything in a folder, a line each, and what files hold.</summary>
    public static string Stat(string folder) => Command.Run("sh", "-c",
        "find \"$1\" \\( -type f -printf '%p %u:%g %m %s %T@ %C@\\n' \\) -o -printf '%p %y %u:%g %m %C@\\n' | sort", "sh", folder);

    /// <summary>Names below a folder that are ours alone and should not be there any more.</summary>
    public IEnumerable<string> Leftovers() => new[] { Docroot + "/sites", Folder.At("hub/backups") }.Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        .Where(path => Path.GetFileName(path).StartsWith(".aegir", StringComparison.Ordinal) || path.EndsWith(".part", StringComparison.Ordinal)
            || Path.GetDirectoryName(path)!.EndsWith("/backups", StringComparison.Ordinal) && Path.GetFileName(path).StartsWith('.'));

    public void Dispose()
    {
        foreach (var site in Hub.Sites.Find(new SiteFilter()).ToList())
            if (site.DatabaseType == DatabaseType.MariaDb)
                server!.Query($"DROP DATABASE IF EXISTS `{site.DatabaseName}`; "
                    + string.Concat(Accounts(site.DatabaseName!).Select(account => $"DROP USER {account};")));
        Hub.Dispose();
        Folder.Dispose();
    }

    public string[] Accounts(string user) => server!.Query($"SELECT CONCAT(QUOTE(User), '@', QUOTE(Host)) FROM mysql.user WHERE User = '{user}' ORDER BY Host;")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

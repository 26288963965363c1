using Aegir.Hosts;
using Aegir.Operations;
using Aegir.State;
using Aegir.Tasks;

namespace Aegir.Tests.Components;

/// <summary>A hub with the machines of a lab as its servers: m1, m2 … and a cluster "both" of the first two.</summary>
public sealed class SpokeHub : IDisposable
{
    public SpokeHub(int machines = 2)
    {
        Lab = new Lab(machines);
        File.Copy(Lab.KnownHosts, Lab.Folder.Write("hub/known_hosts", ""), overwrite: true);
        using (IStateStore store = SqliteStore.Open(HubFile))
            store.Write(session =>
            {
                foreach (var machine in Lab.Machines)
                    session.Servers.Add(machine.Server);
                if (machines > 1)
                    session.Servers.Add(new Server { Name = "both", Members = ["m1", "m2"] });
            });
        Hub = AegirHub.Open(HubFile);
    }

    public Lab Lab { get; }

    public string HubFile => Lab.Folder.At("hub/hub.db");

    public AegirHub Hub { get; }

    public RecordingSink Sink { get; } = new();

    /// <summary>A stand-in of Drupal in the hub's platforms folder; its docroot.</summary>
    public string Code(string release = "drupal-10.3.6", string name = "code")
    {
        var path = Lab.Folder.At("platforms/" + name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Command.Run(Fixtures.At("make-platform"), release, path);
        return Directory.Exists(path + "/web") ? path + "/web" : path;
    }

    public Task<Platform> AddPlatformAsync(string name, string path, string server) =>
        Hub.Platforms.AddAsync(name, path, null, Sink, default, server);

    public Task<Platform> VerifyPlatformAsync(string name) => Hub.Platforms.VerifyAsync(name, Sink, default);

    /// <summary>Lets nginx and PHP-FPM serve the sites of a machine as the hub says.</summary>
    public void Serve(LabMachine machine)
    {
        Hub.Servers.Set(machine.Name, server => server with { WebServer = WebServerType.Nginx });
        machine.PhpFpm.Start();
        machine.Nginx.Start();
    }

    /// <summary>Installs a site on a platform's code on a machine, as that machine's administrator would.</summary>
    /// <param name="database">sqlite, or a URL as drush takes it.</param>
    public void MakeSite(LabMachine machine, string docroot, string uri, string database = "sqlite") => machine.Run($"""
        cd /home/aegir
        setpriv --reuid=aegir --regid=aegir --init-groups env HOME=/home/aegir /home/fixtures/make-site {docroot} {uri} standard {database} --title='Title of {uri}'
        chgrp -R www-data {docroot}/sites/{uri} && chmod -R ug+rw {docroot}/sites/{uri}/files && find {docroot}/sites/{uri}/files -type d -exec chmod 2770 {"{}"} +
        chmod 440 {docroot}/sites/{uri}/settings.php
        """);

    /// <summary>Runs something as the one step of a task.</summary>
    public async Task<TaskReport> RunAsync(string target, Func<OperationServices, StepContext, Task> work)
    {
        using var pool = new HostPool(Lab.Folder.At("hub/known_hosts"));
        using var store = SqliteStore.Open(HubFile);
        using var runner = new TaskRunner(store);
        return await runner.RunAsync(new OneStep(new OperationServices(store, pool.Of), target, work), Sink, default);
    }

    public IReadOnlyList<MemberLag> Lags(string server)
    {
        using IStateStore store = SqliteStore.Open(HubFile);
        return store.Read(session => session.MemberLags.Of(session.Servers.Get(server)!.Id));
    }

    public void Dispose()
    {
        Hub.Dispose();
        Lab.Dispose();
    }

    private sealed class OneStep(OperationServices services, string target, Func<OperationServices, StepContext, Task> work) : Operation
    {
        public override string Type => "test";

        public override string TargetType => "site";

        public override string Target => target;

        public override IReadOnlyList<string> Resources => ["site:1"];

        public override IReadOnlyList<Step> Steps => [new("work", context => work(services, context))];
    }
}

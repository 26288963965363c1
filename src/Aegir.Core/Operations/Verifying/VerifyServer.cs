using Aegir.State;

namespace Aegir.Operations.Verifying;

/// <summary>
/// Tests one by one what sites on a server need, and prepares its folders and its web server (aegir-spec 2.2). All checks that can go on go
/// on; the error names each that failed. Its platforms are not verified along with it, other than in the original (oracle 15): a verify of a
/// platform reads its whole code base and takes its lease; who wants it pipes them.
/// </summary>
public sealed class VerifyServer(OperationServices services, Server server) : Operation
{
    private readonly ServerChecks checks = new(server);
    private bool isReached;
    private bool mayReload;

    public override string Type => "verify";

    public override string TargetType => "server";

    public override string Target => server.Name;

    public override IReadOnlyList<string> Resources => ["server:" + server.Name];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<ServerCheck> Checks => checks.All;

    public override IReadOnlyList<Step> Steps => server.IsCluster
        ? [new("members", MembersAsync), Verdict]
        :
        [
            new("machine", MachineAsync),
            new("php", PhpAsync),
            new("web server", WebServerAsync),
            new("database service", DatabaseAsync),
            Verdict,
        ];

    private Step Verdict => new("verdict", Judge) { Commit = Record };

    /// <summary>True for a server on which sites may be; one that has a database service only needs nothing else.</summary>
    private bool ServesSites => server.Name == Server.MasterName || server.WebServer != WebServerType.None || server.WebRoot is not null
        || server.Database == DatabaseType.None || Platforms().Count > 0;

    private async Task MembersAsync(StepContext context)
    {
        var up = 0;
        foreach (var name in server.Members)
        {
            var member = services.Server(name);
            if (await checks.TryAsync(context, name, async () =>
                {
                    await context.On(services.Host(member)).RunAsync(new Hosts.HostCommand("true"), context.Cancellation).ConfigureAwait(false);
                    return "answers.";
                }, _ => false).ConfigureAwait(false))
                up++;
            if (member.Status != ServerStatus.Enabled)
                checks.Warn(context, name, "has not been found fit yet.", $"Invoke-AegirVerify -Server '{name}'");
        }
        if (up == 0)
            checks.Fail(context, "members", "HostUnreachable", $"None of the members of '{server.Name}' can be reached.", "Bring one up.");
    }

    // A database server that nobody logs in to has no machine of ours.
    private async Task MachineAsync(StepContext context)
    {
        if (!ServesSites && server.Transport == ServerTransport.Local)
            return;
        var machine = new MachineChecks(services, server, ServesSites, checks);
        isReached = await machine.RunAsync(context).ConfigureAwait(false);
        mayReload = machine.MayReload;
    }

    private Task PhpAsync(StepContext context) =>
        isReached && ServesSites ? PhpChecks.RunAsync(context.On(services.Host(server)), server, checks, context) : Task.CompletedTask;

    private async Task WebServerAsync(StepContext context)
    {
        if (!isReached || !mayReload || server.WebServer == WebServerType.None)
            return;
        var hosting = services.Hosting(new PlaceMember(server, context.On(services.Host(server))));
        var published = await checks.TryAsync(context, "web server", async () =>
        {
            await hosting.PublishServerAsync(context.Cancellation).ConfigureAwait(false);
            return $"{server.WebServer} takes its configuration.";
        }).ConfigureAwait(false);
        // A reload that fails makes the task a warning (oracle 46): what was published is in force after the next one.
        if (published)
            await checks.TryAsync(context, "web server reload", async () =>
            {
                await hosting.ReloadAsync(context.Cancellation).ConfigureAwait(false);
                return $"{server.WebServer} was reloaded.";
            }, _ => false).ConfigureAwait(false);
    }

    private Task DatabaseAsync(StepContext context) =>
        new DatabaseChecks(services, server, checks).RunAsync(context, reachesOthers: isReached && ServesSites);

    private Task Judge(StepContext context)
    {
        if (checks.Verdict() is { } unfit)
            throw unfit;
        if (Platforms().Count is var count and > 0)
            context.Info($"Its {count} platforms are verified with: Get-AegirPlatform -Server '{server.Name}' | Invoke-AegirVerify");
        return Task.CompletedTask;
    }

    private void Record(StateSession session, long taskId)
    {
        var current = session.Servers.Get(server.Name)!;
        session.Servers.Update(current with
        {
            Verified = DateTimeOffset.UtcNow,
            Status = current.Status == ServerStatus.Queued ? ServerStatus.Enabled : current.Status,
        });
    }

    private List<Platform> Platforms() => services.Store.Read(session => session.Platforms.Find(new PlatformFilter { Server = server.Name }).ToList());
}

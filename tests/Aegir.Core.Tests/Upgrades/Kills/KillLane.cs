using Aegir.Tests.Components;
using Aegir.Tests.Moves;

namespace Aegir.Tests.Upgrades.Kills;

/// <summary>A hub with two platforms and a site, and a worker that upgrades it (or takes it back) and is killed. The site can be had again
/// and again as it was at first.</summary>
internal sealed class KillLane : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TempFolder template = new();
    private readonly PlatformPair pair;
    private readonly ITestDatabases? server;
    private readonly PostgreSqlState? databases;
    private readonly string site;
    private readonly string verb;

    /// <param name="verb">What the worker does: upgrade, undo, migrate, rename, clone, restore or deploy.</param>
    public KillLane(string verb, int major, string site, ITestDatabases? server)
    {
        (this.verb, this.site, this.server) = (verb, site, server);
        pair = PlatformPair.StandIn(folder, major);
        pair.InstallOn(server, site);
        using (var test = new TestHub(pair, server?.OptionFile, server?.Type ?? default))
        {
            test.ReadyAsync().GetAwaiter().GetResult();
            if (verb == "undo")
                test.UpgradeAsync(site).GetAwaiter().GetResult();
            if (verb is "restore" or "deploy")
            {
                test.Hub.Sites.BackupAsync(site, new BackupOptions(), test.Sink, default).GetAwaiter().GetResult();
                File.WriteAllText($"{pair.OldDocroot}/sites/{site}/files/{MoveWitness.Later}", "later");
            }
            Directory.CreateDirectory(folder.At("hub/backups"));
        }
        Command.Run("cp", "-a", folder.Path + "/.", template.Path);
        databases = server is PostgreSqlServer postgreSql ? new PostgreSqlState(postgreSql, site[..5]) : null;
    }

    private string HubFile => folder.At("hub/hub.db");

    private string Home => verb == "undo" ? "new" : "old";

    private string Away => verb == "undo" ? "old" : "new";

    /// <summary>What the worker runs when nobody kills it.</summary>
    public IReadOnlyList<WorkerCommand> Learn()
    {
        var witness = Witness();
        var commands = WorkerRun.Learn(HubFile, verb, site).Commands;
        witness.AssertWhole(Away);
        return commands;
    }

    /// <summary>Kills the worker, has the next command recover, and tells what is wrong then.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(Kill kill)
    {
        Reset();
        var witness = Witness();
        var (exitCode, output) = WorkerRun.Run(HubFile, verb, site, kill);
        if (exitCode != 137)
            return [$"the worker was not killed: {exitCode} {output}"];
        return await RecoveredAsync(witness);
    }

    /// <summary>Also kills the worker that recovers.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(Kill kill, Kill second)
    {
        Reset();
        var witness = Witness();
        WorkerRun.Run(HubFile, verb, site, kill);
        // A recovery that has less to do may end before it is killed.
        WorkerRun.Run(HubFile, "recover", site, second);
        return await RecoveredAsync(witness);
    }

    /// <summary>What the recovery after a kill runs.</summary>
    public IReadOnlyList<WorkerCommand> LearnRecovery(Kill kill)
    {
        Reset();
        WorkerRun.Run(HubFile, verb, site, kill);
        return WorkerRun.Learn(HubFile, "recover", site).Commands;
    }

    public void Dispose()
    {
        databases?.Restore();
        folder.Dispose();
        template.Dispose();
    }

    private async Task<IReadOnlyList<string>> RecoveredAsync(IKillWitness witness)
    {
        using var hub = AegirHub.Open(HubFile);
        var sink = new RecordingSink();
        await hub.RecoverAsync(sink);
        var problems = witness.Problems().ToList();
        if ((await hub.RecoverAsync(sink)).Count > 0)
            problems.Add("a second recovery found more to do");
        return problems.Count == 0 ? [] : [.. problems, sink.ToString()];
    }

    private IKillWitness Witness() => verb is "rename" or "clone" or "restore" or "deploy"
        ? new MoveWitness(verb, HubFile, pair, site) : new SiteWitness(HubFile, pair, site, server, Home);

    private void Reset()
    {
        Command.Run("sh", "-c", "chmod -R u+w \"$1\" && rm -rf \"$1\"/* && cp -a \"$2/.\" \"$1\"", "sh", folder.Path, template.Path);
        databases?.Restore();
    }
}

using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades.Failures;

/// <summary>Dumps, imports and servers that fail in the middle.</summary>
[Collection(MariaDbTests.Name)]
public sealed class DatabaseFailureTests(MariaDbServer server)
{
    private const string Site = "dbfail.example.test";

    [NeedsMariaDbFact]
    public async Task A_dump_that_is_cut_short_but_exits_well()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        var tools = trial.Pair.Folder.Write("bin/mariadb-dump", "#!/bin/sh\n/usr/bin/mariadb-dump \"$@\" | head -n 40\nexit 0\n");
        File.SetUnixFileMode(tools, (UnixFileMode)0b111_101_101);
        var host = new PathHost(Path.GetDirectoryName(tools)!);

        var result = await trial.UpgradeThroughAsync(host, Site);

        trial.AssertRolledBack(result, "backup", "lacks its last line", "run the command again");
    }

    [NeedsMariaDbFact]
    public async Task An_import_that_fails_half_way()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        var tools = trial.Pair.Folder.Write("bin/mariadb",
            "#!/bin/sh\ncase \"$*\" in *--database=*) head -n 60 | /usr/bin/mariadb \"$@\"; echo 'ERROR 1114 (HY000): The table is full' >&2; exit 1 ;; esac\n"
            + "exec /usr/bin/mariadb \"$@\"\n");
        File.SetUnixFileMode(tools, (UnixFileMode)0b111_101_101);

        var result = await trial.UpgradeThroughAsync(new PathHost(Path.GetDirectoryName(tools)!), Site);

        trial.AssertRolledBack(result, "database", "The table is full", "Mend what the message names");
    }

    [NeedsMariaDbFact, Trait("Oracle", "17")]
    public async Task A_site_whose_101_names_are_all_taken()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        // A name is taken by a user as well as by a database.
        var others = Names.DatabaseCandidates(Site).Skip(1).Select(name => name + "@localhost").ToList();
        server.Query($"CREATE USER {string.Join(", ", others)}");
        try
        {
            trial.Witness(Site);
            trial.AssertRolledBack(await trial.Test.UpgradeAsync(Site), "database", "101 names", "taken");
        }
        finally
        {
            server.Query($"DROP USER {string.Join(", ", others)}");
        }
    }

    [NeedsMariaDbFact]
    public async Task A_server_that_goes_away_is_told_of_and_put_right_when_it_is_back()
    {
        using var trial = await Trial.MakeAsync([Site], server);
        var away = false;
        var host = new MeddlingHost(command =>
        {
            // From the import on, no client gets through.
            away |= MeddlingHost.Is(command, "Reads a dump into a database");
            return away && MeddlingHost.Is(command, "What every script for MariaDB")
                ? new CommandResult(1, "", "ERROR 2002 (HY000): Can't connect to server on '127.0.0.1' (111)") : null;
        });

        var result = await trial.UpgradeThroughAsync(host, Site);

        Assert.NotEqual(UpgradeOutcome.Upgraded, result.Outcome);
        Assert.Equal("database", result.FailedStep);
        Assert.Contains("does not let", result.Message);
        var recovered = await trial.Hub.RecoverAsync(trial.Test.Sink);
        Assert.Equal(result.TaskId, Assert.Single(recovered).Id);
        trial.AssertWhole(Site, "old");
    }
}

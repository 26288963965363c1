namespace Aegir.Tests.Components;

public sealed partial class PostgreSqlServer
{
    private PostgreSqlServer(PostgreSqlServer primary)
    {
        folder = new TempFolder();
        Port = Loopback.FreePort();
        OptionFile = folder.WriteSecret("pg_service.conf", $"[aegir]\nhost=127.0.0.1\nport={Port}\nuser=aegir\npassword={Password}\n");
        Command.Run("chmod", "755", folder.Path);
        Command.Run("mkdir", folder.At("run"));
        var passwordFile = PasswordFile;
        Command.Run("env", $"PGPASSFILE={passwordFile}", Binaries + "/pg_basebackup", "-h", "127.0.0.1", "-p", $"{primary.Port}", "-U", "aegir", "-w", "-R",
            "-c", "fast", "-N", "-D", folder.At("data"));
        if (IsRoot)
            Command.Run("chown", "-R", "nobody", folder.At("data"), folder.At("run"), passwordFile);
        process = Begin(null);
        WaitUntilItAnswers();
    }

    /// <summary>A server that follows this one, which from now on calls nothing committed that the other does not have.</summary>
    public PostgreSqlServer MakeStandby()
    {
        var standby = new PostgreSqlServer(this);
        Query("ALTER SYSTEM SET synchronous_standby_names = '*'");
        Query("SELECT pg_reload_conf()");
        for (var i = 0; Query("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").Trim() != "1"; i++)
        {
            if (i > 300)
                throw new InvalidOperationException("The standby does not follow: " + standby.Log);
            Thread.Sleep(100);
        }
        return standby;
    }

    public void Promote() => Query("SELECT pg_promote()");

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        var children = Command.Try("ps", "-o", "pid=", "--ppid", $"{process!.Id}").Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Command.Try("kill", ["-KILL", $"{process.Id}", .. children]);
        process.WaitForExit();
    }

    /// <summary>Ends it as an administrator would who lets nobody finish, and starts it again.</summary>
    public void Restart() => Restart("-INT");

    /// <summary>The same without a word to anybody, so that it has to recover what was written.</summary>
    public void RestartAtOnce() => Restart("-QUIT");

    private void Restart(string signal)
    {
        Command.Run("kill", signal, $"{process!.Id}");
        process.WaitForExit();
        StartAgain();
    }

    /// <summary>Starts one again that has ended.</summary>
    public void StartAgain()
    {
        process!.Dispose();
        process = Begin(null);
        WaitUntilItAnswers();
    }
}

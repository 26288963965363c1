using System.Diagnostics;

namespace Aegir.Tests.Components;

/// <summary>A PostgreSQL of the tests' own, on loopback and in a folder that is gone afterwards. It refuses to run as root, and then gets
/// another account.</summary>
public sealed partial class PostgreSqlServer : ITestDatabases, IDisposable
{
    private readonly TempFolder? folder;
    private Process? process;

    public PostgreSqlServer()
        : this((string?)null)
    {
    }

    /// <param name="network">Such as 10.0.0: it also answers at its address 1, to all who come from there.</param>
    private PostgreSqlServer(string? network)
    {
        if (WhyNot is not null)
            return;
        folder = new TempFolder();
        Port = Loopback.FreePort();
        Command.Run("chmod", "755", folder.Path);
        Command.Run("mkdir", folder.At("data"), folder.At("run"));
        if (IsRoot)
            Command.Run("chown", "nobody", folder.At("data"), folder.At("run"));
        var password = folder.Write("password", Password);
        Command.Run(AsNobody[0], [.. AsNobody[1..], Binaries + "/initdb", "-D", folder.At("data"), "-U", "aegir", "-A", "scram-sha-256",
            "--pwfile=" + password, "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]);
        if (network is not null)
            File.AppendAllText(folder.At("data/pg_hba.conf"), $"host all all {network}.0/24 scram-sha-256\n");
        process = Begin(network);
        OptionFile = folder.WriteSecret("pg_service.conf", $"[aegir]\nhost=127.0.0.1\nport={Port}\nuser=aegir\npassword={Password}\n");
        WaitUntilItAnswers();
    }

    private Process Begin(string? network) => Command.Start(AsNobody[0], [.. AsNobody[1..], "sh", "-c", "exec \"$@\" 2>>\"$0\"", folder!.At("run/log"), Binaries + "/postgres", "-D", folder.At("data"), "-p", $"{Port}", "-k", folder.At("run"),
        "-c", "listen_addresses=127.0.0.1" + (network is null ? "" : $",{network}.1"), "-c", "fsync=off", "-c", "full_page_writes=off",
        "-c", "max_connections=50", "-c", "log_statement=all"]);

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? WhyNot => Binaries is null ? "Not installed here: postgresql (initdb, postgres)."
        : Array.Find(["psql", "pg_dump", "php", "setpriv"], program => Programs.Find(program) is null) is { } missing ? $"Not installed here: {missing}."
        : HasDriver.Value ? null : "Not installed here: php-pgsql.";

    /// <summary>A service file whose account may do everything.</summary>
    public string OptionFile { get; } = "";

    public int Port { get; }

    /// <summary>Every statement that the server was sent, and what it had to say.</summary>
    public string Log => File.ReadAllText(folder!.At("run/log"));

    /// <summary>That of the service file.</summary>
    public static string Password { get; } = Guid.NewGuid().ToString("N");

    private static bool IsRoot => Environment.UserName == "root";

    private static string[] AsNobody => IsRoot ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : ["env"];

    /// <summary>The folder with the newest of them; they are seldom on the PATH.</summary>
    private static string? Binaries => (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        .OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var release) ? release : 0).Select(path => path + "/bin")
        .Append(Path.GetDirectoryName(Programs.Find("initdb") ?? "")).FirstOrDefault(path => File.Exists(path + "/initdb") && File.Exists(path + "/postgres"));

    private static Lazy<bool> HasDriver { get; } = new(() => Command.Try("php", "-m").Output.Split('\n').Contains("pdo_pgsql"));

    /// <summary>Runs SQL as the administrator: a line per row, fields apart by tabs.</summary>
    public string Query(string sql, string database = "postgres")
    {
        var (exitCode, output) = Psql(database, sql, null);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{sql}: {output}");
    }

    /// <summary>What the server answers to an account that opens a database with its password: the rows, or the error.</summary>
    public string QueryAs(string user, string password, string database, string sql) => Psql(database, sql, (user, password)).Output.Trim();

    public DatabaseType Type => DatabaseType.PostgreSql;

    /// <summary>A new database with a user of its own, as an administrator would make it by hand; the URL that drush takes.</summary>
    public string MakeDatabase()
    {
        var name = "t" + Guid.NewGuid().ToString("N")[..15];
        return MakeDatabase(name, "p" + name);
    }

    public string MakeDatabase(string name, string password)
    {
        MakeUser(name, password);
        Query($"CREATE DATABASE {name} OWNER {name}");
        Query("CREATE EXTENSION pg_trgm", name);
        return $"pgsql://{name}:{password}@127.0.0.1:{Port}/{name}";
    }

    public void MakeUser(string name, string password)
    {
        // From a file: everybody may read arguments.
        var file = folder!.WriteSecret($"role-{name}.sql", $"CREATE ROLE {name} LOGIN PASSWORD '{password}';\n");
        Query($"\\i {file}");
        File.Delete(file);
    }

    public void Drop(string name)
    {
        Query($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        Query($"DROP ROLE IF EXISTS {name}");
    }

    public IReadOnlyList<string> DatabasesLike(string start) => Lines($"SELECT datname FROM pg_database WHERE datname LIKE '{start}%'");

    public IReadOnlyList<string> UsersLike(string start) => Lines($"SELECT rolname FROM pg_roles WHERE rolname LIKE '{start}%'");

    private string[] Lines(string sql) => [.. Query(sql).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        if (process is not null)
        {
            // At once, but with those it has started.
            Command.Try("kill", "-QUIT", $"{process.Id}");
            process.WaitForExit();
            process.Dispose();
        }
        folder?.Dispose();
    }

    private (int ExitCode, string Output) Psql(string database, string sql, (string User, string Password)? account)
    {
        var file = folder!.WriteSecret($"service-{Guid.NewGuid():N}", account is var (user, password)
            ? $"[aegir]\nhost=127.0.0.1\nport={Port}\nuser={user}\npassword={password}\n" : File.ReadAllText(OptionFile));
        try
        {
            return Command.Try("env", $"PGSERVICEFILE={file}", "PGSERVICE=aegir", "LC_ALL=C", "psql", "-XqAtw", "-F", "\t", "-d", database, "-c", sql);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void WaitUntilItAnswers()
    {
        for (var i = 0; Psql("postgres", "SELECT 1", null).ExitCode != 0; i++)
        {
            if (process!.HasExited || i > 300)
                throw new InvalidOperationException("PostgreSQL does not start: " + Log);
            Thread.Sleep(100);
        }
    }
}

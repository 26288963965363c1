using System.Diagnostics;

namespace Aegir.Tests.Components;

/// <summary>
/// A MariaDB of the tests' own, on loopback and in a folder that is gone afterwards; or the server of the option file that
/// AEGIR_TEST_MYSQL_OPTION_FILE names.
/// </summary>
public sealed partial class MariaDbServer : ITestDatabases, IDisposable
{
    /// <summary>The programs it takes, each with what will do as well.</summary>
    public static readonly string[] Needs = Given is null
        ? ["mariadbd|mysqld", "mariadb-install-db|mysql_install_db", "mariadb|mysql", "php"]
        : ["mariadb|mysql", "php"];

    private readonly TempFolder? folder;
    private readonly string? address;
    private Process? process;

    public MariaDbServer()
        : this(null)
    {
    }

    /// <param name="address">A further one to listen on.</param>
    /// <param name="prepare">Is given the folder its data goes to, which is there and empty.</param>
    private MariaDbServer(string? address, Action<string>? prepare = null)
    {
        this.address = address;
        if (Given is not null && address is null)
        {
            OptionFile = Given;
            return;
        }
        // Tests that need it are skipped where a program is missing; the fixture is still made.
        if (Needs.Any(program => Programs.Find(program.Split('|')) is null))
            return;
        folder = new TempFolder();
        Port = Loopback.FreePort();
        // The path of a Unix socket has at most 107 characters.
        Socket = folder.At("db.sock");
        // A server that starts deletes the temporary tables that it finds in its folder for such, be they another's.
        Directory.CreateDirectory(folder.At("tmp"));
        Directory.CreateDirectory(folder.At("data"));
        prepare?.Invoke(folder.At("data"));
        Run("env", "TMPDIR=" + folder.At("tmp"), Programs.Find("mariadb-install-db", "mysql_install_db")!, "--no-defaults", $"--datadir={folder.At("data")}",
            "--auth-root-authentication-method=socket", "--auth-root-socket-user=" + Environment.UserName, "--skip-test-db", "--force", RunAs);
        OptionFile = folder.WriteSecret("admin.cnf", $"[client]\nuser=aegir\npassword={Password}\nhost=127.0.0.1\nport={Port}\n");
        Start();
    }

    /// <summary>One whose data lies where a test wants it, and that nobody else uses.</summary>
    public static MariaDbServer With(Action<string> prepare) => new(null, prepare);

    /// <summary>An option file whose account may do everything.</summary>
    public string OptionFile { get; } = "";

    /// <summary>0 where the server was given.</summary>
    public int Port { get; }

    /// <summary>Empty where the server was given.</summary>
    public string Socket { get; } = "";

    private static string? Given => Environment.GetEnvironmentVariable("AEGIR_TEST_MYSQL_OPTION_FILE") is { Length: > 0 } file ? file : null;

    private static string Password { get; } = Guid.NewGuid().ToString("N");

    private static string RunAs => "--user=" + Environment.UserName;

    /// <summary>Runs SQL as the administrator and gives back what the client prints: a line per row, fields apart by tabs.</summary>
    public string Query(string sql) => Run(Client, [$"--defaults-extra-file={OptionFile}", "--batch", "--skip-column-names", "--default-character-set=utf8mb4"], sql);

    public DatabaseType Type => DatabaseType.MariaDb;

    /// <summary>A new database with a user of its own; the URL that drush takes.</summary>
    public string MakeDatabase()
    {
        var name = "t" + Guid.NewGuid().ToString("N")[..15];
        return MakeDatabase(name, "p" + name);
    }

    public string MakeDatabase(string name, string password)
    {
        Query($"CREATE DATABASE {name} CHARACTER SET utf8mb4; CREATE USER {name}@'127.0.0.1' IDENTIFIED BY '{password}', {name}@localhost IDENTIFIED BY '{password}';"
            + $"GRANT ALL ON {name}.* TO {name}@'127.0.0.1'; GRANT ALL ON {name}.* TO {name}@localhost");
        return $"mysql://{name}:{password}@127.0.0.1:{Port}/{name}";
    }

    public void Drop(string name) => Query($"DROP DATABASE IF EXISTS {name}; DROP USER IF EXISTS {name}@localhost, {name}@'127.0.0.1';");

    public IReadOnlyList<string> DatabasesLike(string start) => Lines($"SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '{start}%';");

    public IReadOnlyList<string> UsersLike(string start) => Lines($"SELECT DISTINCT User FROM mysql.user WHERE User LIKE '{start}%';");

    private string[] Lines(string sql) => [.. Query(sql).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>What the client says of an account that opens a database with its password: its rows, or the error.</summary>
    public string QueryAs(string user, string password, string sql)
    {
        var where = Port == 0 ? File.ReadAllText(OptionFile) : $"[client]\nhost=127.0.0.1\nport={Port}\n";
        var file = Path.GetTempFileName();
        try
        {
            var quoted = password.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            File.WriteAllText(file, $"{where}\n[client]\nuser={user}\npassword=\"{quoted}\"\n");
            return Run(Client, [$"--defaults-extra-file={file}", "--batch", "--skip-column-names", "--default-character-set=utf8mb4"], sql, mayFail: true).Trim();
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Starts it where it was killed, and returns once it answers.</summary>
    public void Start()
    {
        process = Start(Programs.Find("mariadbd", "mysqld")!, "--no-defaults", $"--datadir={folder!.At("data")}", $"--socket={Socket}",
            $"--port={Port}", "--bind-address=127.0.0.1" + (address is null ? "" : "," + address), $"--pid-file={folder.At("db.pid")}", $"--log-error={folder.At("db.log")}", $"--tmpdir={folder.At("tmp")}",
            "--skip-log-bin", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M",
            "--innodb-doublewrite=0", "--performance-schema=OFF", RunAs);
        WaitUntilItAnswers();
    }

    public void Kill()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    public void Dispose()
    {
        // Nobody needs its data again.
        Kill();
        folder?.Dispose();
    }

    private static string Client => Programs.Find("mariadb", "mysql")!;

    private void WaitUntilItAnswers()
    {
        var clock = Stopwatch.StartNew();
        string[] hosts = ["127.0.0.1", "localhost", .. address is null ? [] : new[] { address }];
        while (!Try(string.Concat(hosts.Select(host => $"CREATE USER IF NOT EXISTS aegir@'{host}' IDENTIFIED BY '{Password}';"
            + $"GRANT ALL PRIVILEGES ON *.* TO aegir@'{host}' WITH GRANT OPTION;"))))
        {
            if (process!.HasExited || clock.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException("MariaDB does not start: " + File.ReadAllText(folder!.At("db.log")));
            Thread.Sleep(100);
        }
    }

    private bool Try(string sql)
    {
        try
        {
            Run(Client, ["--no-defaults", "--user=" + Environment.UserName, $"--socket={Socket}"], sql);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Run(string program, params string[] arguments) => Run(program, arguments, "");

    private static string Run(string program, string[] arguments, string input, bool mayFail = false)
    {
        using var run = Start(program, arguments);
        var error = run.StandardError.ReadToEndAsync();
        var output = run.StandardOutput.ReadToEndAsync();
        try
        {
            run.StandardInput.Write(input);
            run.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code tells what that means.
        }
        run.WaitForExit();
        return run.ExitCode == 0 ? output.Result : mayFail ? error.Result
            : throw new InvalidOperationException($"{program} failed: {error.Result}{output.Result}");
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A ~/.my.cnf would win over the option file.
        start.Environment["HOME"] = "/nonexistent";
        return Process.Start(start)!;
    }
}

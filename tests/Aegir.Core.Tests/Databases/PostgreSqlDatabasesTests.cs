using Aegir.Databases;
using Aegir.Databases.PostgreSql;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Databases;

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlDatabasesTests(PostgreSqlServer server)
{
    private static CancellationToken None => CancellationToken.None;

    private PostgreSqlDatabases Databases => new(new LocalHost(), server.OptionFile);

    [NeedsPostgreSqlFact]
    public async Task It_tells_its_version_where_all_is_well() => Assert.Matches(@"^\d+\.\d+", await Databases.CheckAsync(None));

    [NeedsPostgreSqlFact]
    public async Task A_service_file_that_is_missing_empty_or_open_is_named()
    {
        using var folder = new TempFolder();
        Assert.Equal("OptionFileMissing", (await Fails(new(new LocalHost(), "/nonexistent/pg.conf"), d => d.CheckAsync(None))).Id);
        var error = await Fails(At(folder, "[other]\nhost=127.0.0.1\n"), d => d.CheckAsync(None));
        Assert.Equal("OptionFileMissing", error.Id);
        Assert.Contains("[aegir]", error.Message);
        var open = At(folder, File.ReadAllText(server.OptionFile));
        File.SetUnixFileMode(folder.At("pg.conf"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal("OptionFileOpen", (await Fails(open, d => d.CheckAsync(None))).Id);
    }

    [NeedsPostgreSqlTheory]
    [InlineData("password=", "password=wrong")]
    [InlineData("host=127.0.0.1", "host=nowhere.invalid")]
    [InlineData("port=", "port=1")]
    public async Task A_server_that_does_not_let_us_in_is_unreachable(string start, string instead)
    {
        using var folder = new TempFolder();
        var file = string.Join('\n', File.ReadLines(server.OptionFile).Select(line => line.StartsWith(start) ? instead : line)) + "\n";
        var error = await Fails(At(folder, file), d => d.CheckAsync(None));
        Assert.Equal("DatabaseUnreachable", error.Id);
        Assert.DoesNotContain(PostgreSqlServer.Password, error.Message);
    }

    [NeedsPostgreSqlFact]
    public async Task The_environment_does_not_say_who_we_are()
    {
        var host = new EnvironmentHost(new() { ["PGUSER"] = "somebody", ["PGHOST"] = "nowhere.invalid", ["PGSERVICE"] = "else", ["PGDATABASE"] = "none" });
        Assert.Matches(@"^\d+", await new PostgreSqlDatabases(host, server.OptionFile).CheckAsync(None));
    }

    [NeedsPostgreSqlFact]
    public async Task An_account_without_rights_is_refused()
    {
        var name = Name();
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        using var folder = new TempFolder();
        var poor = At(folder, $"[aegir]\nhost=127.0.0.1\nport={server.Port}\nuser={name}\npassword={Planted.Password}\n");
        Assert.Equal("DatabaseRightsMissing", (await Fails(poor, d => d.CheckAsync(None))).Id);
        Assert.Equal("DatabaseRightsMissing", (await Fails(poor, d => d.CreateAsync(new("other", "other", "x", "mark"), None))).Id);
        await Databases.DropAsync(name, name, "mark", None);
    }

    // Not everybody is given a superuser.
    [NeedsPostgreSqlFact]
    public async Task An_account_that_may_create_databases_and_roles_is_enough()
    {
        var (admin, name) = (Name("admin"), Name());
        server.Query($"CREATE ROLE {admin} LOGIN CREATEDB CREATEROLE PASSWORD 'modest-secret'");
        using var folder = new TempFolder();
        var modest = At(folder, $"[aegir]\nhost=127.0.0.1\nport={server.Port}\nuser={admin}\npassword=modest-secret\n");
        await modest.CheckAsync(None);

        await modest.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        server.QueryAs(name, Planted.Password, name, "CREATE TABLE node (nid INT); INSERT INTO node VALUES (7)");
        await modest.DumpAsync(name, folder.At("dump.sql"), None);
        var copy = new DatabaseOrder(name + "_0", name + "_0", Planted.Password, "mark") { Like = (name, name) };
        await modest.CreateAsync(copy, None);
        await modest.ImportAsync(folder.At("dump.sql"), copy, None);
        Assert.Equal("7", server.QueryAs(copy.User, Planted.Password, copy.Name, "SELECT nid FROM node"));

        await modest.DropAsync(name, name, "mark", None);
        await modest.DropAsync(copy.Name, copy.User, "mark", None);
        Assert.Equal("", server.Query($"SELECT rolname FROM pg_roles WHERE rolname LIKE '{name}%'"));
        server.Query($"DROP ROLE {admin}");
    }

    [NeedsPostgreSqlFact]
    public async Task A_new_database_is_its_users_alone()
    {
        var (name, other) = (Name(), Name());
        await Databases.CreateAsync(new(name, name, Planted.Password, "task 1"), None);
        await Databases.CreateAsync(new(other, other, "other", "task 1"), None);

        Assert.Equal($"{name}\tUTF8\t10", server.Query($"""
            SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), 10 FROM pg_database WHERE datname = '{name}'
            """).Trim());
        Assert.Equal("1", server.QueryAs(name, Planted.Password, name, "CREATE TABLE node (nid INT); INSERT INTO node VALUES (1); SELECT nid FROM node"));
        Assert.Contains("permission denied", server.QueryAs(other, "other", name, "SELECT 1"));
        Assert.Contains("authentication failed", server.QueryAs(name, "Secret", name, "SELECT 1"));
        Assert.Equal("1", server.QueryAs(name, Planted.Password, name, "SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"));
        Assert.Equal("f\tf\tf", server.Query($"SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = '{name}'").Trim());

        foreach (var (database, password) in new[] { (name, Planted.Password), (other, "other") })
        {
            await Databases.DropAsync(database, database, "task 1", None);
            await Databases.DropAsync(database, database, "task 1", None);
            Assert.Contains("authentication failed", server.QueryAs(database, password, "postgres", "SELECT 1"));
        }
        Assert.Equal("", server.Query($"SELECT datname FROM pg_database WHERE datname IN ('{name}', '{other}')"));
    }

    [NeedsPostgreSqlFact]
    public async Task Any_password_is_taken_as_it_is()
    {
        const string Nasty = "'\"\\`;-#/*$ %_äž€:{}";
        var random = new Random(815);
        for (var i = 0; i < 12; i++)
        {
            var name = Name();
            var password = "p" + new string([.. Enumerable.Range(0, 12).Select(_ => Nasty[random.Next(Nasty.Length)])]) + "w";
            await Databases.CreateAsync(new(name, name, password, "it's \\ a 'mark' :x"), None);
            Assert.Equal("1", server.QueryAs(name, password, name, "SELECT 1"));
            await Databases.DropAsync(name, name, "it's \\ a 'mark' :x", None);
        }
    }

    // PostgreSQL writes statements into its log, those that fail even where nobody asked for it.
    [NeedsPostgreSqlFact]
    public async Task No_log_of_the_server_shows_a_password()
    {
        var (name, password) = (Name(), Guid.NewGuid().ToString("N"));
        await Databases.CreateAsync(new(name, name, password, "mark"), None);
        await Fails(Databases, d => d.CreateAsync(new(name + "x", name, password, "mark"), None));
        Assert.Contains($"CREATE ROLE \"{name}\"", server.Log);
        Assert.DoesNotContain(password, server.Log);
        await Databases.DropAsync(name, name, "mark", None);
    }

    [NeedsPostgreSqlTheory]
    [InlineData("LC_COLLATE 'C' LC_CTYPE 'POSIX'")]
    [InlineData("LOCALE_PROVIDER icu ICU_LOCALE 'sv-SE'")]
    public async Task The_new_one_takes_the_collation_of_the_old(string locale)
    {
        var (old, name) = (Name("old"), Name());
        server.Query($"CREATE DATABASE {old} TEMPLATE template0 {locale}");
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark") { Like = (old, old) }, None);
        string Locale(string database) => server.Query($"SELECT datlocprovider, datcollate, datctype, daticulocale FROM pg_database WHERE datname = '{database}'");
        Assert.Equal(Locale(old), Locale(name));
        await Databases.DropAsync(name, name, "mark", None);
        await Databases.DropKeptAsync(old, null, None);
    }

    [NeedsPostgreSqlFact]
    public async Task Text_is_UTF8_even_where_the_old_was_not()
    {
        var (old, name) = (Name("old"), Name());
        server.Query($"CREATE DATABASE {old} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'");
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark") { Like = (old, old) }, None);
        Assert.Equal("UTF8", server.Query("SHOW server_encoding", name).Trim());
        await Databases.DropAsync(name, name, "mark", None);
        await Databases.DropKeptAsync(old, null, None);
    }

    [NeedsPostgreSqlFact, Trait("Oracle", "16")]
    public async Task A_name_in_use_is_refused_and_nothing_changes()
    {
        var name = Name();
        server.Query($"CREATE ROLE {name} LOGIN PASSWORD 'theirs'");
        Assert.Equal("DatabaseUserExists", (await Fails(Databases, d => d.CreateAsync(new(name, name, "ours", "mark"), None))).Id);
        Assert.Equal("", server.Query($"SELECT datname FROM pg_database WHERE datname = '{name}'"));
        Assert.Equal(name + "x", await Databases.FreeNameAsync(["postgres", name, name + "x"], None));
        await Databases.DropAsync(name, name, "mark", None);
        Assert.Equal("1", server.QueryAs(name, "theirs", "postgres", "SELECT 1"));

        server.Query($"CREATE DATABASE {name}");
        var error = await Fails(Databases, d => d.CreateAsync(new(name, "u" + name, "ours", "mark"), None));
        Assert.Equal(("DatabaseExists", AegirErrorKind.AlreadyExists), (error.Id, error.Kind));
        Assert.Equal("", server.Query($"SELECT rolname FROM pg_roles WHERE rolname = 'u{name}'"));
        await Databases.DropKeptAsync(name, name, None);
    }

    [NeedsPostgreSqlFact]
    public async Task Only_what_is_ours_or_empty_is_dropped()
    {
        var name = Name();
        await Databases.CreateAsync(new(name, name, Planted.Password, "task 1"), None);
        server.Query("CREATE TABLE node (nid INT)", name);
        Assert.Equal("DatabaseNotOurs", (await Fails(Databases, d => d.DropAsync(name, name, "task 2", None))).Id);
        await Databases.ReleaseMarkAsync(name, None);
        await Databases.ReleaseMarkAsync(name, None);
        Assert.Equal("DatabaseNotOurs", (await Fails(Databases, d => d.DropAsync(name, name, "task 1", None))).Id);
        Assert.Equal("1", server.QueryAs(name, Planted.Password, name, "SELECT 1"));

        await Databases.DropKeptAsync(name, name, None);
        await Databases.ReleaseMarkAsync(name, None);
        await Databases.DropKeptAsync(name, name, None);
        Assert.Equal("", server.Query($"SELECT rolname FROM pg_roles WHERE rolname = '{name}'"));
    }

    [NeedsPostgreSqlFact]
    public async Task What_is_left_of_a_run_that_was_cut_off_goes()
    {
        var name = Name();
        server.Query($"CREATE DATABASE {name}");
        await Databases.DropAsync(name, name, "mark", None);
        Assert.Equal("", server.Query($"SELECT datname FROM pg_database WHERE datname = '{name}'"));

        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        server.Query($"ALTER DATABASE {name} OWNER TO aegir");
        server.Query($"DROP DATABASE {name}");
        await Databases.DropAsync(name, name, "mark", None);
        Assert.Equal("", server.Query($"SELECT rolname FROM pg_roles WHERE rolname = '{name}'"));
    }

    [NeedsPostgreSqlFact, Trait("Oracle", "20")]
    public async Task A_user_with_anything_else_stays()
    {
        var (name, other) = (Name(), Name());
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        server.Query($"CREATE DATABASE {other}");
        server.Query($"CREATE TABLE node (nid INT); GRANT SELECT ON node TO {name}", other);
        await Databases.DropAsync(name, name, "mark", None);
        Assert.Equal(name, server.Query($"SELECT rolname FROM pg_roles WHERE rolname = '{name}'").Trim());
        await Databases.DropKeptAsync(other, name, None);
        Assert.Equal("", server.Query($"SELECT rolname FROM pg_roles WHERE rolname = '{name}'"));
    }

    [NeedsPostgreSqlFact]
    public async Task It_waits_until_nobody_works_on_a_database()
    {
        var name = Name();
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        var work = Task.Run(() => Assert.ThrowsAny<Exception>(() => server.Query("SELECT pg_sleep(60)", name)));
        while (server.Query($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'").Trim() == "0")
            await Task.Delay(20);
        var error = await Fails(Databases, d => d.WaitIdleAsync(name, TimeSpan.FromMilliseconds(300), None));
        Assert.Equal(("DatabaseBusy", AegirErrorKind.Busy), (error.Id, error.Kind));
        Assert.Equal("DatabaseBusy", (await Fails(Databases, d => d.DropKeptAsync(name, name, None))).Id);
        var waiting = Databases.WaitIdleAsync(name, TimeSpan.FromSeconds(30), None);
        server.Query($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await waiting;
        await work;
        await Databases.DropAsync(name, name, "mark", None);
    }

    // What a killed run left connected does not keep its undo from going back.
    [NeedsPostgreSqlFact]
    public async Task Ours_is_dropped_under_the_hands_of_those_who_use_it()
    {
        var name = Name();
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        var work = Task.Run(() => Assert.ThrowsAny<Exception>(() => server.Query("SELECT pg_sleep(60)", name)));
        while (server.Query($"SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'").Trim() == "0")
            await Task.Delay(20);
        await Databases.DropAsync(name, name, "mark", None);
        await work.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("", server.Query($"SELECT datname FROM pg_database WHERE datname = '{name}'"));
    }

    [NeedsPostgreSqlFact]
    public async Task Sites_take_the_address_of_the_service_file()
    {
        using var folder = new TempFolder();
        Assert.Equal(new DatabaseAddress("pgsql", "127.0.0.1", server.Port), await Databases.AddressAsync(None));
        var machine = new Server { Name = "db", HostName = "db.example.test" };
        var elsewhere = new PostgreSqlDatabases(new LocalHost(), server.OptionFile, new DatabaseReach(machine, true));
        Assert.Equal(new DatabaseAddress("pgsql", "db.example.test", server.Port), await elsewhere.AddressAsync(None));
        Assert.Null(await DatabaseKnock.SeenAsync(new LocalHost(), "php", "spoke", await Databases.AddressAsync(None), None));
    }

    private static PostgreSqlDatabases At(TempFolder folder, string serviceFile) => new(new LocalHost(), folder.WriteSecret("pg.conf", serviceFile));

    private static string Name(string start = "t") => start + Guid.NewGuid().ToString("N")[..12];

    private static Task<AegirException> Fails(PostgreSqlDatabases databases, Func<PostgreSqlDatabases, Task> act) =>
        Assert.ThrowsAsync<AegirException>(() => act(databases));

    private sealed class EnvironmentHost(Dictionary<string, string> environment) : IHost
    {
        private readonly LocalHost host = new();

        public string Name => host.Name;

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) =>
            host.RunAsync(command with { Environment = environment }, cancellation);
    }
}

using Aegir.Databases;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Databases;

[Collection(MariaDbTests.Name)]
public class MariaDbDatabasesTests(MariaDbServer server)
{
    private static CancellationToken None => CancellationToken.None;

    private MariaDbDatabases Databases => new(new LocalHost(), server.OptionFile);

    [NeedsMariaDbFact]
    public async Task It_tells_its_version_where_all_is_well() => Assert.Matches(@"^\d+\.\d+", await Databases.CheckAsync(None));

    [NeedsMariaDbFact]
    public async Task A_missing_option_file_is_named()
    {
        var error = await Assert.ThrowsAsync<AegirException>(() => new MariaDbDatabases(new LocalHost(), "/nonexistent/my.cnf").CheckAsync(None));
        Assert.Equal("OptionFileMissing", error.Id);
        Assert.Contains("/nonexistent/my.cnf", error.Message);
    }

    [NeedsMariaDbFact]
    public async Task An_option_file_that_others_may_read_is_refused()
    {
        using var folder = new TempFolder();
        var file = folder.WriteSecret("my.cnf", File.ReadAllText(server.OptionFile));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal("OptionFileOpen", (await Fails(new(new LocalHost(), file), d => d.CheckAsync(None))).Id);
    }

    [NeedsMariaDbFact]
    public async Task A_server_that_does_not_let_us_in_is_unreachable()
    {
        using var folder = new TempFolder();
        var file = folder.WriteSecret("my.cnf", File.ReadAllText(server.OptionFile) + "\npassword=wrong\n");
        Assert.Equal("DatabaseUnreachable", (await Fails(new(new LocalHost(), file), d => d.CheckAsync(None))).Id);
        file = folder.WriteSecret("other.cnf", "[client]\nhost=127.0.0.1\nport=1\n");
        Assert.Equal("DatabaseUnreachable", (await Fails(new(new LocalHost(), file), d => d.CheckAsync(None))).Id);
    }

    [NeedsMariaDbFact]
    public async Task An_account_without_rights_is_refused()
    {
        var name = Name();
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        using var folder = new TempFolder();
        var file = folder.WriteSecret("my.cnf", File.ReadAllText(server.OptionFile) + $"\nuser={name}\npassword={Planted.Password}\n");
        var poor = new MariaDbDatabases(new LocalHost(), file);
        Assert.Equal("DatabaseRightsMissing", (await Fails(poor, d => d.CheckAsync(None))).Id);
        Assert.Equal("DatabaseRightsMissing", (await Fails(poor, d => d.CreateAsync(new("other", "other", "x", "mark"), None))).Id);
        await Databases.DropAsync(name, name, "mark", None);
    }

    [NeedsMariaDbFact]
    public async Task A_new_database_is_its_users_alone()
    {
        var name = Name("a_b");
        var lookAlike = name.Replace('_', 'x');
        server.Query($"CREATE DATABASE {lookAlike}");
        await Databases.CreateAsync(new(name, name, Planted.Password, "task 1"), None);

        Assert.Contains(name, All());
        Assert.Equal("1", server.QueryAs(name, Planted.Password, $"SELECT 1 FROM {name}.aegir_task_mark"));
        Assert.DoesNotContain(lookAlike, server.QueryAs(name, Planted.Password, "SHOW DATABASES"));
        Assert.Contains("1045", server.QueryAs(name, "Secret", "SELECT 1"));
        Assert.Equal("127.0.0.1\n", server.Query($"SELECT Host FROM mysql.user WHERE User = '{name}'"));

        await Databases.DropAsync(name, name, "task 1", None);
        Assert.DoesNotContain(name, All());
        Assert.Equal("", server.Query($"SELECT Host FROM mysql.user WHERE User = '{name}'"));
        await Databases.DropAsync(name, name, "task 1", None);
        server.Query($"DROP DATABASE {lookAlike}");
    }

    [NeedsMariaDbFact]
    public async Task Any_password_is_taken_as_it_is()
    {
        const string Nasty = "'\"\\\n`;-#/*$ %_äž€";
        var random = new Random(815);
        for (var i = 0; i < 12; i++)
        {
            var name = Name();
            var password = new string([.. Enumerable.Range(0, 12).Select(_ => Nasty[random.Next(Nasty.Length)])]);
            await Databases.CreateAsync(new(name, name, password, "it's \\ a 'mark'"), None);
            Assert.Equal("1", server.QueryAs(name, password, "SELECT 1"));
            await Databases.DropAsync(name, name, "it's \\ a 'mark'", None);
        }
    }

    [NeedsMariaDbFact]
    public async Task The_new_one_takes_collation_and_hosts_of_the_old()
    {
        var (old, name) = (Name("old"), Name());
        server.Query($"CREATE DATABASE {old} COLLATE utf8mb3_swedish_ci; CREATE USER {old}@'10.1.2.%'; GRANT ALL ON {old}.* TO {old}@'10.1.2.%'");
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark") { Like = (old, old) }, None);
        Assert.Contains("swedish", server.Query($"SELECT default_collation_name FROM information_schema.schemata WHERE schema_name = '{name}'"));
        Assert.Contains("10.1.2.%", server.Query($"SELECT Host FROM mysql.user WHERE User = '{name}'"));
        await Databases.DropAsync(name, name, "mark", None);
        await Databases.DropKeptAsync(old, old, None);
        Assert.Equal("", server.Query($"SELECT Host FROM mysql.user WHERE User IN ('{name}', '{old}')"));
    }

    [NeedsMariaDbFact, Trait("Oracle", "16")]
    public async Task A_name_in_use_is_refused_and_nothing_changes()
    {
        var name = Name();
        server.Query($"CREATE USER {name}@localhost IDENTIFIED BY 'theirs'");
        Assert.Equal("DatabaseUserExists", (await Fails(Databases, d => d.CreateAsync(new(name, name, "ours", "mark"), None))).Id);
        Assert.DoesNotContain(name, All());
        Assert.Equal(name + "x", await Databases.FreeNameAsync(["mysql", name, name + "x"], None));
        await Databases.DropAsync(name, name, "mark", None);
        Assert.Equal("localhost\n", server.Query($"SELECT Host FROM mysql.user WHERE User = '{name}'"));

        server.Query($"CREATE DATABASE {name}");
        var error = await Fails(Databases, d => d.CreateAsync(new(name, "u" + name, "ours", "mark"), None));
        Assert.Equal(("DatabaseExists", AegirErrorKind.AlreadyExists), (error.Id, error.Kind));
        await Databases.DropKeptAsync(name, name, None);
    }

    [NeedsMariaDbFact]
    public async Task Only_what_is_ours_or_empty_is_dropped()
    {
        var name = Name();
        await Databases.CreateAsync(new(name, name, Planted.Password, "task 1"), None);
        server.Query($"CREATE TABLE {name}.node (nid INT)");
        Assert.Equal("DatabaseNotOurs", (await Fails(Databases, d => d.DropAsync(name, name, "task 2", None))).Id);
        await Databases.ReleaseMarkAsync(name, None);
        await Databases.ReleaseMarkAsync(name, None);
        Assert.Equal("DatabaseNotOurs", (await Fails(Databases, d => d.DropAsync(name, name, "task 1", None))).Id);
        Assert.Equal("1", server.QueryAs(name, Planted.Password, "SELECT 1"));

        server.Query($"DROP TABLE {name}.node");
        await Databases.DropAsync(name, name, "task 1", None);
        Assert.DoesNotContain(name, All());
        await Databases.ReleaseMarkAsync(name, None);
        await Databases.DropKeptAsync(name, name, None);
    }

    [NeedsMariaDbFact, Trait("Oracle", "20")]
    public async Task A_user_with_another_database_stays()
    {
        var (name, other) = (Name("x_y"), Name());
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark") { Hosts = ["localhost"] }, None);
        server.Query($"CREATE DATABASE {other}; GRANT ALL ON {other}.* TO {name}@localhost");
        await Databases.DropAsync(name, name, "mark", None);
        Assert.Equal("localhost\n", server.Query($"SELECT Host FROM mysql.user WHERE User = '{name}'"));
        Assert.Equal(other + "\n", server.Query($"SELECT Db FROM mysql.db WHERE User = '{name}'"));
        await Databases.DropKeptAsync(other, name, None);
        Assert.Equal("", server.Query($"SELECT Host FROM mysql.user WHERE User = '{name}'"));
    }

    [NeedsMariaDbFact]
    public async Task It_waits_until_nobody_works_on_a_database()
    {
        var name = Name();
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        var work = Task.Run(() => server.Query($"USE {name}; SELECT SLEEP(4)"));
        while (server.Query($"SELECT COUNT(*) FROM information_schema.processlist WHERE db = '{name}'").Trim() == "0")
            await Task.Delay(20);
        var error = await Fails(Databases, d => d.WaitIdleAsync(name, TimeSpan.FromMilliseconds(300), None));
        Assert.Equal(("DatabaseBusy", AegirErrorKind.Busy), (error.Id, error.Kind));
        await Databases.WaitIdleAsync(name, TimeSpan.FromSeconds(20), None);
        Assert.True(work.Wait(TimeSpan.FromSeconds(30)));
        await Databases.DropAsync(name, name, "mark", None);
    }

    [Fact]
    public async Task No_password_is_an_argument()
    {
        var host = new ScriptedHost().On(_ => true, _ => new CommandResult(1, "", "ERROR 1064 (42000): near 's3cret' at line 1"));
        var error = await Fails(new(host, "/etc/my.cnf"), d => d.CreateAsync(new("a", "a", "s3cret", "mark"), None));
        Assert.DoesNotContain("s3cret", error.Message);
        var command = Assert.Single(host.Commands);
        Assert.DoesNotContain(command.Arguments, argument => argument.Contains("s3cret"));
        Assert.Contains("s3cret", command.Input);
    }

    private string[] All() => server.Query("SHOW DATABASES").Split('\n');

    private static string Name(string start = "t") => start + Guid.NewGuid().ToString("N")[..12];

    private static Task<AegirException> Fails(MariaDbDatabases databases, Func<MariaDbDatabases, Task> act) =>
        Assert.ThrowsAsync<AegirException>(() => act(databases));
}

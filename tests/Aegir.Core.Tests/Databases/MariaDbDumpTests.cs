using Aegir.Databases;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Databases;

[Collection(MariaDbTests.Name)]
public sealed class MariaDbDumpTests(MariaDbServer server) : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly string name = "t" + Guid.NewGuid().ToString("N")[..12];

    private static CancellationToken None => CancellationToken.None;

    private MariaDbDatabases Databases => new(new LocalHost(), server.OptionFile);

    public void Dispose() => folder.Dispose();

    [NeedsMariaDbFact, Trait("Oracle", "25")]
    public async Task A_database_survives_dump_and_import()
    {
        var old = name + "old";
        await Databases.CreateAsync(new(old, old, Planted.Password, "old"), None);
        server.Query($$"""
            USE {{old}};
            CREATE TABLE body (id INT PRIMARY KEY, text LONGTEXT, data LONGBLOB) CHARACTER SET utf8mb4;
            INSERT INTO body VALUES (1, 'line 1\r\nCREATE DEFINER=`root`@`localhost` PROCEDURE x\n/*M!999999\\- x */', 0x00ff0a0d1a27),
              (2, '😀 it''s "ä" \\ back', NULL);
            CREATE VIEW titles AS SELECT id FROM body;
            CREATE TRIGGER stamp BEFORE INSERT ON body FOR EACH ROW SET NEW.text = UPPER(NEW.text);
            CREATE DEFINER=`gone`@`10.%` PROCEDURE twice() SELECT COUNT(*) * 2 FROM body;
            """);
        var file = folder.At("dump.sql");
        Assert.Equal(await Databases.DumpAsync(old, file, None), new FileInfo(file).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var lines = File.ReadAllLines(file);
        Assert.DoesNotContain(lines, line => line.Contains("DEFINER=") && !line.Contains("line 1"));
        Assert.DoesNotContain(lines, line => line.StartsWith("/*M!999999"));
        Assert.DoesNotContain(lines, line => line.Contains("aegir_task_mark"));

        await Databases.CreateAsync(new(name, name, Planted.Password, "new"), None);
        await Databases.ImportAsync(file, new(name, name, Planted.Password, "new"), None);
        const string Sums = "SELECT id, HEX(text), HEX(data) FROM body ORDER BY id";
        Assert.Equal(server.Query($"USE {old}; {Sums}"), server.Query($"USE {name}; {Sums}"));
        Assert.Equal("4", server.QueryAs(name, Planted.Password, $"USE {name}; INSERT INTO titles VALUES (9); ROLLBACK; DELETE FROM body WHERE id = 9; CALL twice()"));
        // What runs with the rights of whoever made it has those of the site, not of the account that all databases are made with.
        Assert.Equal($"{name}@127.0.0.1\n{name}@127.0.0.1\n{name}@127.0.0.1\n", server.Query($"""
            SELECT definer FROM information_schema.views WHERE table_schema = '{name}'
            UNION ALL SELECT definer FROM information_schema.triggers WHERE trigger_schema = '{name}'
            UNION ALL SELECT definer FROM information_schema.routines WHERE routine_schema = '{name}'
            """));
        Assert.Equal([file], Directory.GetFiles(folder.Path));

        Assert.Equal("DatabaseNotEmpty", (await Fails(d => d.ImportAsync(file, new(name, name, Planted.Password, "new"), None))).Id);
        Assert.Equal("DumpExists", (await Fails(d => d.DumpAsync(old, file, None))).Id);
        await Databases.DropAsync(name, name, "new", None);
        await Databases.DropAsync(old, old, "old", None);
    }

    [NeedsMariaDbTheory]
    [InlineData(1, false)]
    [InlineData(23, false)]
    [InlineData(23, true)]
    public async Task Many_tables_come_in_side_by_side_and_related_ones_in_order(int tables, bool related)
    {
        var old = name + "old";
        await Databases.CreateAsync(new(old, old, Planted.Password, "old"), None);
        server.Query($"USE {old};" + string.Concat(Enumerable.Range(0, tables).Select(number => $"""
            CREATE TABLE t{number:00} (id INT PRIMARY KEY, text LONGTEXT, up INT{(related && number > 0 ? $", FOREIGN KEY (up) REFERENCES t{number - 1:00} (id)" : "")}) CHARACTER SET utf8mb4;
            INSERT INTO t{number:00} VALUES (0, REPEAT('zero', {number * 100}), NULL), (7, '-- Table structure for table `t00`\n😀\\', 7);
            """)));
        var file = folder.At("many.sql");
        await Databases.DumpAsync(old, file, None);

        await Databases.CreateAsync(new(name, name, Planted.Password, "new"), None);
        await Databases.ImportAsync(file, new(name, name, Planted.Password, "new"), None);

        var sums = "CHECKSUM TABLE " + string.Join(", ", Enumerable.Range(0, tables).Select(number => $"t{number:00}"));
        Assert.Equal(server.Query($"USE {old}; {sums}").Replace(old, name), server.Query($"USE {name}; {sums}"));
        await Databases.DropAsync(name, name, "new", None);
        await Databases.DropAsync(old, old, "old", None);
    }

    [NeedsMariaDbFact]
    public async Task One_table_that_does_not_come_in_fails_the_import()
    {
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        var file = folder.Write("broken.sql", string.Concat(Enumerable.Range(0, 9).Select(number => $"""
            -- Table structure for table `t{number}`
            CREATE TABLE t{number} (id INT){(number == 5 ? " ENGINE=NoSuchEngine, BROKEN" : "")};

            """)) + "-- Dump completed on 2024-01-01\n");

        var error = await Fails(databases => databases.ImportAsync(file, new(name, name, Planted.Password, "new"), None));

        Assert.Equal("DatabaseFailed", error.Id);
        Assert.Contains("1064", error.Message);
        await Databases.DropAsync(name, name, "mark", None);
    }

    [NeedsMariaDbFact]
    public async Task Adopted_names_are_dumped_whatever_is_in_them()
    {
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        foreach (var adopted in new[] { name + "-dash", name + ".dot", name + " it's", name + "`tick", name + "\"quote", "-" + name, name + "$(id)\\n" })
        {
            server.Query($"CREATE DATABASE {Sql.Identifier(adopted)}; CREATE TABLE {Sql.Identifier(adopted)}.node (nid INT); INSERT INTO {Sql.Identifier(adopted)}.node VALUES (42)");
            Assert.Contains(adopted, server.Query("SHOW DATABASES").Split('\n').Select(Sql.Field));
            var file = folder.At("adopted.sql");
            await Databases.DumpAsync(adopted, file, None);
            Assert.Contains("42", File.ReadAllText(file));
            await Databases.ImportAsync(file, new(name, name, Planted.Password, "new"), None);
            server.Query($"DROP TABLE {name}.node");
            await Databases.WaitIdleAsync(adopted, TimeSpan.FromSeconds(5), None);
            await Databases.DropKeptAsync(adopted, null, None);
            Assert.DoesNotContain(adopted, server.Query("SHOW DATABASES").Split('\n').Select(Sql.Field));
            File.Delete(file);
        }
        await Databases.DropAsync(name, name, "mark", None);
    }

    [NeedsMariaDbFact]
    public async Task A_failed_dump_leaves_nothing()
    {
        var file = folder.At("dump.sql");
        var error = await Fails(d => d.DumpAsync(name, file, None));
        Assert.Equal("DatabaseFailed", error.Id);
        Assert.Contains(name, error.Message);
        Assert.False(File.Exists(file));
        Assert.Equal("DumpExists", (await Fails(d => d.DumpAsync(name, folder.At("no/such/dump.sql"), None))).Id);
    }

    [NeedsMariaDbFact]
    public async Task A_dump_that_was_cut_short_is_not_read()
    {
        await Databases.CreateAsync(new(name, name, Planted.Password, "mark"), None);
        var file = folder.Write("dump.sql", "CREATE TABLE node (nid INT);\n");
        Assert.Equal("DumpIncomplete", (await Fails(d => d.ImportAsync(file, new(name, name, Planted.Password, "new"), None))).Id);
        Assert.Equal("DumpMissing", (await Fails(d => d.ImportAsync(file + "x", new(name, name, Planted.Password, "new"), None))).Id);
        Assert.Equal("1", server.Query($"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '{name}'").Trim());
        await Databases.DropAsync(name, name, "mark", None);
    }

    // The original counted bytes: fewer than 1024 were a failure. The last line tells more: whether all of it is there.
    [NeedsMariaDbFact, Trait("Oracle", "24")]
    public async Task A_dump_program_that_says_all_is_well_is_not_believed()
    {
        // As mysqldump behind a pipe to gzip: exit code 0, and half a file.
        var fake = folder.Write("bin/mariadb-dump", "#!/bin/sh\n[ \"$1\" = --version ] && echo MariaDB || echo 'CREATE TABLE node (nid INT);'\n");
        File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        var host = new PathHost(folder.At("bin"));
        var file = folder.At("dump.sql");
        var error = await Assert.ThrowsAsync<AegirException>(() => new MariaDbDatabases(host, server.OptionFile).DumpAsync(name, file, None));
        Assert.Equal("DumpIncomplete", error.Id);
        Assert.False(File.Exists(file));
    }

    private Task<AegirException> Fails(Func<MariaDbDatabases, Task> act) => Assert.ThrowsAsync<AegirException>(() => act(Databases));
}

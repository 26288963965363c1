using Aegir.Databases;
using Aegir.Databases.PostgreSql;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Databases;

[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlDumpTests(PostgreSqlServer server) : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly string name = "t" + Guid.NewGuid().ToString("N")[..12];

    private static CancellationToken None => CancellationToken.None;

    private PostgreSqlDatabases Databases => new(new LocalHost(), server.OptionFile);

    public void Dispose() => folder.Dispose();

    [NeedsPostgreSqlFact]
    public async Task A_database_survives_dump_and_import_and_is_the_new_users()
    {
        var old = name + "old";
        await Databases.CreateAsync(new(old, old, Planted.Password, "old"), None);
        server.QueryAs(old, Planted.Password, old, """
            CREATE TABLE body (id SERIAL PRIMARY KEY, text TEXT, data BYTEA);
            COMMENT ON TABLE body IS 'COMMENT ON EXTENSION x';
            INSERT INTO body (text, data) VALUES (E'COMMENT ON EXTENSION pg_trgm IS 1;\nline 2\n\\.\n\\restrict x', '\x00ff0a0d1a27'), ('😀 it''s "ä" \ back', NULL);
            CREATE VIEW titles AS SELECT id FROM body;
            CREATE FUNCTION twice() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) * 2 FROM body $$;
            CREATE INDEX body_text ON body USING gin (text gin_trgm_ops);
            """);
        var file = folder.At("dump.sql");
        Assert.Equal(await Databases.DumpAsync(old, file, None), new FileInfo(file).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var dump = File.ReadAllText(file);
        Assert.DoesNotContain("OWNER TO", dump);
        Assert.DoesNotContain("aegir_task_mark", dump);
        Assert.DoesNotContain(old, dump);

        var order = new DatabaseOrder(name, name, Planted.Password, "new") { Like = (old, old) };
        await Databases.CreateAsync(order, None);
        await Databases.ImportAsync(file, order, None);
        const string Rows = "SELECT id, text, encode(data, 'hex') FROM body ORDER BY id";
        Assert.Equal(server.Query(Rows, old), server.Query(Rows, name));
        Assert.Equal("3\n6", server.QueryAs(name, Planted.Password, name, "INSERT INTO body (text) VALUES ('new') RETURNING id; SELECT twice()"));
        Assert.Equal(name, server.Query("""
            SELECT DISTINCT pg_get_userbyid(relowner) FROM pg_class WHERE relnamespace = 'public'::regnamespace
            UNION SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE proname = 'twice'
            """, name).Trim());
        Assert.Equal([file], Directory.GetFiles(folder.Path));

        Assert.Equal("DatabaseNotEmpty", (await Fails(d => d.ImportAsync(file, order, None))).Id);
        Assert.Equal("DumpExists", (await Fails(d => d.DumpAsync(old, file, None))).Id);
        await Databases.DropAsync(name, name, "new", None);
        await Databases.DropAsync(old, old, "old", None);
    }

    [NeedsPostgreSqlFact]
    public async Task What_does_not_come_in_whole_does_not_come_in_at_all()
    {
        var order = await MakeAsync();
        var file = folder.Write("dump.sql", "CREATE TABLE one (nid INT);\nCREATE TABLE two (nid NOSUCHTYPE);\n-- PostgreSQL database dump complete\n");
        var error = await Fails(d => d.ImportAsync(file, order, None));
        Assert.Equal("DatabaseFailed", error.Id);
        Assert.Contains("nosuchtype", error.Message);
        Assert.Equal("0", server.Query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name).Trim());
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        await Databases.DropAsync(name, name, "mark", None);
    }

    // A site may write what it likes into its own database; on the hub it must stay text, and in the server it must stay the site's.
    [NeedsPostgreSqlFact]
    public async Task A_dump_starts_no_command_and_gets_no_rights()
    {
        var order = await MakeAsync();
        var trace = folder.At("trace");
        foreach (var evil in new[] { $"\\! touch {trace}", $"SELECT 1 \\g |touch {trace}", "RESET ROLE;\nCREATE ROLE evil;", $"COPY (SELECT 1) TO PROGRAM 'touch {trace}';" })
        {
            File.Delete(folder.At("dump.sql"));
            var file = folder.Write("dump.sql", $"{evil}\nSELECT 1;\n-- PostgreSQL database dump complete\n");
            await Fails(d => d.ImportAsync(file, order, None));
        }
        Assert.False(File.Exists(trace));
        await Databases.DropAsync(name, name, "mark", None);
    }

    [NeedsPostgreSqlFact]
    public async Task A_dump_of_a_later_or_earlier_program_comes_in()
    {
        var order = await MakeAsync();
        var file = folder.Write("dump.sql", """
            \restrict abc
            SET transaction_timeout = 0;
            SELECT pg_catalog.set_config('search_path', '', false);
            CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
            COMMENT ON EXTENSION pg_trgm IS 'text similarity';
            CREATE TABLE public.node (nid integer);
            COPY public.node (nid) FROM stdin;
            7
            \.
            -- PostgreSQL database dump complete
            --

            \unrestrict abc

            """);
        await Databases.ImportAsync(file, order, None);
        Assert.Equal("7", server.QueryAs(name, Planted.Password, name, "SELECT nid FROM node"));
        await Databases.DropAsync(name, name, "mark", None);
    }

    [NeedsPostgreSqlFact]
    public async Task Adopted_names_are_dumped_whatever_is_in_them()
    {
        var order = await MakeAsync();
        foreach (var adopted in new[] { name + "-dash", name + ".dot", name + " it's", name + "\"quote", "-" + name, name + "$(id)\\n", "a=b " + name, "Ä" + name.ToUpperInvariant() })
        {
            server.Query($"CREATE DATABASE {PostgreSqlText.Identifier(adopted)}");
            server.Query("CREATE TABLE node (nid INT); INSERT INTO node VALUES (42)", PostgreSqlText.Connection(adopted));
            var file = folder.At("adopted.sql");
            await Databases.DumpAsync(adopted, file, None);
            Assert.Contains("42", File.ReadAllText(file));
            await Databases.ImportAsync(file, order, None);
            server.Query("DROP TABLE node", name);
            await Databases.WaitIdleAsync(adopted, TimeSpan.FromSeconds(5), None);
            await Databases.DropKeptAsync(adopted, null, None);
            Assert.DoesNotContain(adopted, server.Query("SELECT datname FROM pg_database").Split('\n'));
            File.Delete(file);
        }
        await Databases.DropAsync(name, name, "mark", None);
    }

    [NeedsPostgreSqlFact, Trait("Oracle", "24")]
    public async Task A_failed_or_incomplete_dump_leaves_nothing()
    {
        var file = folder.At("dump.sql");
        var error = await Fails(d => d.DumpAsync(name, file, None));
        Assert.Equal("DatabaseUnreachable", error.Id);
        Assert.Contains(name, error.Message);
        Assert.False(File.Exists(file));

        var fake = folder.Write("bin/pg_dump", "#!/bin/sh\necho 'CREATE TABLE node (nid INT);'\n");
        File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        var believing = new PostgreSqlDatabases(new PathHost(folder.At("bin")), server.OptionFile);
        error = await Assert.ThrowsAsync<AegirException>(() => believing.DumpAsync("postgres", file, None));
        Assert.Equal("DumpIncomplete", error.Id);
        Assert.False(File.Exists(file));
    }

    [NeedsPostgreSqlFact]
    public async Task A_dump_that_was_cut_short_is_not_read()
    {
        var order = await MakeAsync();
        var file = folder.Write("dump.sql", "CREATE TABLE node (nid INT);\n");
        Assert.Equal("DumpIncomplete", (await Fails(d => d.ImportAsync(file, order, None))).Id);
        Assert.Equal("DumpMissing", (await Fails(d => d.ImportAsync(file + "x", order, None))).Id);
        Assert.Equal("0", server.Query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name).Trim());
        await Databases.DropAsync(name, name, "mark", None);
    }

    private async Task<DatabaseOrder> MakeAsync()
    {
        var order = new DatabaseOrder(name, name, Planted.Password, "mark");
        await Databases.CreateAsync(order, None);
        return order;
    }

    private Task<AegirException> Fails(Func<PostgreSqlDatabases, Task> act) => Assert.ThrowsAsync<AegirException>(() => act(Databases));
}

using Aegir.Databases;
using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Drupal;

namespace Aegir.Tests.Databases;

public sealed class SqliteDatabasesTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SqliteDatabases databases = new(new LocalHost(), "php");

    private static CancellationToken None => CancellationToken.None;

    public void Dispose() => folder.Dispose();

    [NeedsPhpFact]
    public async Task It_tells_the_version_of_sqlite() => Assert.StartsWith("3.", await databases.CheckAsync(None));

    [NeedsPhpTheory]
    [InlineData("site.sqlite")]
    [InlineData("it's a \"name\" $(id) `x`.sqlite")]
    public async Task A_database_survives_dump_and_import(string name)
    {
        var (old, dump, copy) = (folder.At("old " + name), folder.At("dump " + name), folder.At("new " + name));
        await databases.CreateAsync(new(old, "", "", "old"), None);
        Sql(old, "CREATE TABLE node (nid INTEGER PRIMARY KEY, title TEXT); INSERT INTO node VALUES (7, 'it''s 😀')");
        File.SetUnixFileMode(old, (UnixFileMode)0b110_100_000);

        Assert.Equal(await databases.DumpAsync(old, dump, None), new FileInfo(dump).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(dump));
        Assert.Equal("node", Sql(dump, "SELECT name FROM sqlite_master"));
        Assert.Equal("DumpExists", (await Fails(d => d.DumpAsync(old, dump, None))).Id);

        Assert.Equal(copy, await databases.FreeNameAsync([old, copy], None));
        await databases.CreateAsync(new(copy, "", "", "new") { Like = (old, "") }, None);
        await databases.ImportAsync(dump, new(copy, "", "", "new"), None);
        Assert.Equal("it's 😀", Sql(copy, "SELECT title FROM node WHERE nid = 7"));
        Assert.Equal((UnixFileMode)0b110_100_000, File.GetUnixFileMode(copy));
        Assert.Equal("DatabaseNotEmpty", (await Fails(d => d.ImportAsync(dump, new(copy, "", "", "new"), None))).Id);
        Assert.Equal(3, Directory.GetFiles(folder.Path).Length);

        await databases.DropAsync(copy, "", "new", None);
        await databases.DropAsync(copy, "", "new", None);
        Assert.False(File.Exists(copy));
    }

    [NeedsPhpFact]
    public async Task Only_what_is_ours_or_empty_is_dropped()
    {
        var file = folder.At("site.sqlite");
        await databases.CreateAsync(new(file, "", "", "one"), None);
        Assert.Equal("DatabaseExists", (await Fails(d => d.CreateAsync(new(file, "", "", "two"), None))).Id);
        Sql(file, "CREATE TABLE node (nid INTEGER)");
        Assert.Equal("DatabaseNotOurs", (await Fails(d => d.DropAsync(file, "", "two", None))).Id);
        await databases.ReleaseMarkAsync(file, None);
        Assert.Equal("DatabaseNotOurs", (await Fails(d => d.DropAsync(file, "", "one", None))).Id);
        foreach (var end in new[] { "-wal", "-shm", "-journal" })
            File.WriteAllText(file + end, "");
        await databases.DropKeptAsync(file, null, None);
        await databases.DropKeptAsync(file, null, None);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [NeedsPhpFact]
    public async Task A_broken_dump_is_not_read()
    {
        var file = folder.At("site.sqlite");
        await databases.CreateAsync(new(file, "", "", "one"), None);
        folder.Write("dump.sqlite", new string('x', 4096));
        await Assert.ThrowsAsync<AegirException>(() => databases.ImportAsync(folder.At("dump.sqlite"), new(file, "", "", "new"), None));
        Assert.Equal("DumpMissing", (await Fails(d => d.ImportAsync(folder.At("none.sqlite"), new(file, "", "", "new"), None))).Id);
        Assert.Equal("aegir_task_mark", Sql(file, "SELECT name FROM sqlite_master"));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Equal("DatabaseMissing", (await Fails(d => d.DumpAsync(folder.At("none.sqlite"), folder.At("new.sqlite"), None))).Id);
        Assert.Equal("DatabaseNameInvalid", (await Fails(d => d.ReleaseMarkAsync("relative.sqlite", None))).Id);
    }

    [NeedsPhpFact]
    public async Task It_waits_for_a_writer()
    {
        var file = folder.At("site.sqlite");
        await databases.CreateAsync(new(file, "", "", "one"), None);
        await databases.WaitIdleAsync(file, TimeSpan.FromSeconds(5), None);
        var started = folder.At("started");
        var writer = Task.Run(() => SiteTree.Php(
            $"$db = new PDO('sqlite:{file}'); $db->exec('BEGIN IMMEDIATE'); touch('{started}'); usleep(1500000); $db->exec('COMMIT');"));
        while (!File.Exists(started))
            await Task.Delay(20);
        Assert.Equal("DatabaseBusy", (await Fails(d => d.WaitIdleAsync(file, TimeSpan.FromMilliseconds(300), None))).Id);
        await databases.WaitIdleAsync(file, TimeSpan.FromSeconds(20), None);
        await writer;
    }

    private static string Sql(string file, string sql) => SiteTree.Php($$"""
        $db = new PDO('sqlite:' . base64_decode('{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(file))}}'), null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
        $sql = base64_decode('{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(sql))}}');
        if (stripos($sql, 'select') === 0) { echo implode(' ', $db->query($sql)->fetchAll(PDO::FETCH_COLUMN)); } else { $db->exec($sql); }
        """);

    private Task<AegirException> Fails(Func<SqliteDatabases, Task> act) => Assert.ThrowsAsync<AegirException>(() => act(databases));
}

using System.Text;
using Aegir.Hub.Requests;
using Aegir.Tests.Fuzzing;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.Parsers;

/// <summary>Rows of our own store that others wrote to, or a newer version.</summary>
internal static class StoreParsers
{
    private static readonly Lazy<(AegirHub Hub, SqliteConnection Store)> Shared = new(Open);

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("store-distribution", text => RowAsync("UPDATE distribution SET source = @text, rules = @text, releases = @text, progress = @text", text, hub =>
        {
            foreach (var distribution in hub.Distributions.Find())
                _ = (distribution.Source?.ToString(), distribution.ToString());
        })) { Words = ["\"kind\":\"git\"", "\"kind\":\"stock\"", "\"Windows\":[\"", "\"Url\":", "[[[[", "\"$type\":\"System.Object\"", "1e999"] },
        new("store-lists", text => RowAsync("UPDATE server SET addresses = @text, web_command = @text, members = @text", text, hub =>
        {
            foreach (var server in hub.Servers.Find())
                Assert.All(server.Addresses.Concat(server.WebCommand), Assert.NotNull);
        })) { Words = ["[\"", "\"]", "null", "[[", "{}"] },
        new("store-order", text => RowAsync("DELETE FROM task WHERE id > 1; UPDATE task SET request = @text, status = 1, ended = 1", text, hub => hub.Queue.Restart(1))) { Words = ["\"site\":", "\"sites\":[", "\"options\":{", "\"source\":{", "\"kind\":", "\"$type\":\"System.Object\"", "null"] },
        new("store-worker", text => RowAsync("DELETE FROM worker; INSERT INTO worker (name, slots, started, heartbeat) VALUES (@text, 1, 1, 9000000000000) ON CONFLICT DO NOTHING", text, hub =>
        {
            _ = hub.Queue.Health().Workers.Count;
            _ = hub.Tasks.Find(new TaskFilter()).Count;
        })) { Words = ["/", "web1/4711/", "-1", "//"] },
    ];

    private static Task RowAsync(string sql, byte[] text, Action<AegirHub> read)
    {
        var (hub, store) = Shared.Value;
        using var transaction = store.BeginTransaction();
        using var command = store.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        command.Parameters.AddWithValue("@text", Encoding.UTF8.GetString(text));
        command.ExecuteNonQuery();
        transaction.Commit();
        read(hub);
        return Task.CompletedTask;
    }

    private static (AegirHub, SqliteConnection) Open()
    {
        // Each case is on the disk before the next, which takes long on a real one.
        var folder = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/aegir-test-{Guid.NewGuid():N}").FullName : Directory.CreateTempSubdirectory("aegir-test-").FullName;
        var hub = AegirHub.Open(folder + "/hub/hub.db");
        hub.Distributions.Add("Drupal");
        hub.Queue.Enqueue(new VerifyServerTask(Server.MasterName));
        var store = new SqliteConnection($"Data Source={folder}/hub/hub.db;Pooling=False");
        store.Open();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            store.Dispose();
            hub.Dispose();
            Directory.Delete(folder, recursive: true);
        };
        return (hub, store);
    }
}

using Aegir.Tests.Components;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.Recovering;

/// <summary>Copies of a hub's store, taken while it is in use and put in its place later.</summary>
internal sealed class StoreCopies(string store) : IDisposable
{
    private readonly TempFolder folder = new();
    private int count;

    public string Take()
    {
        var copy = folder.At($"{++count:000}.db");
        using var connection = Open(store);
        if (count % 2 == 0)
        {
            using var target = Open(copy);
            connection.BackupDatabase(target);
            return copy;
        }
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        command.ExecuteNonQuery();
        return copy;
    }

    /// <summary>The store of now is lost.</summary>
    public void PutBack(string copy)
    {
        foreach (var file in new[] { store, store + "-wal", store + "-shm" })
            File.Delete(file);
        File.Copy(copy, store);
        File.SetUnixFileMode(store, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Lets the time be over of all sides that are kept.</summary>
    public void LetExpire()
    {
        using var connection = Open(store);
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE kept_side SET until = 0";
        command.ExecuteNonQuery();
    }

    public void Dispose() => folder.Dispose();

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }
}

using Aegir.State;
using Aegir.Tests.Components;
using Aegir.Tests.Faults;
using Microsoft.Data.Sqlite;

namespace Aegir.Tests.State;

/// <summary>What becomes of a store's file, or of an account's rights, is said in words, with what to do.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class StoreTroubleTests(PostgreSqlServer server) : IDisposable
{
    private readonly TempFolder folder = new();

    private string HubFile => folder.At("hub/hub.db");

    [Fact]
    public void A_program_that_holds_the_file_for_too_long_is_told_of()
    {
        using var hub = AegirHub.Open(HubFile, times: new LeaseTimes { Held = TimeSpan.FromSeconds(1) });
        using var other = new SqliteConnection($"Data Source={HubFile};Pooling=False");
        other.Open();
        using (other.BeginTransaction(deferred: false))
        {
            var error = Assert.Throws<AegirException>(() => hub.Distributions.Add("Ten"));
            Assert.Equal(("HubLocked", AegirErrorKind.Busy), (error.Id, error.Kind));
            Assert.Contains(HubFile, error.Message);
            Assert.Empty(hub.Distributions.Find());
        }

        hub.Distributions.Add("Ten");
        Assert.Single(hub.Distributions.Find());
    }

    [Fact]
    public void Broken_pages_are_told_of_whoever_reads_them()
    {
        using (var hub = AegirHub.Open(HubFile))
            for (var number = 0; number < 400; number++)
                hub.Distributions.Add($"Distribution {number} {new string('x', 40)}");
        var pages = new FileInfo(HubFile).Length / 4096;
        using (var damaged = AegirHub.Open(HubFile))
        {
            // What is read before lies in the first pages.
            using (var file = new FileStream(HubFile, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                for (var page = pages / 2; page < pages; page++)
                {
                    file.Position = page * 4096;
                    file.Write(Enumerable.Repeat((byte)0xa5, 4096).ToArray());
                }

            Assert.Equal("HubDamaged", Assert.Throws<AegirException>(() => damaged.Distributions.Find().ToList()).Id);
            Assert.Equal("HubDamaged", Assert.Throws<AegirException>(() => damaged.Distributions.Add("One more")).Id);
        }
    }

    [NeedsMountFact]
    public void A_disk_that_was_mounted_read_only_is_told_of()
    {
        Directory.CreateDirectory(folder.At("hub"));
        using var disk = new Volume("store", folder.At("hub"), 8);
        AegirHub.Open(HubFile).Dispose();
        Assert.True(disk.Protect());

        Assert.Equal("HubNotWritable", Assert.Throws<AegirException>(() => AegirHub.Open(HubFile).Distributions.Add("Ten")).Id);
    }

    [Fact]
    public void A_file_that_cannot_be_written_on_is_told_of()
    {
        AegirHub.Open(HubFile).Dispose();

        // What a quota does, too: not the disk is full, but the file may not grow. (Memory for compiled code is a file to .NET.)
        var (exitCode, output) = Command.Try("sh", "-c", "trap '' XFSZ; ulimit -f 8; DOTNET_EnableWriteXorExecute=0 exec dotnet \"$@\"",
            "sh", AppContext.BaseDirectory + "Aegir.TestWorker.dll", HubFile, "recover", "-");

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"The disk with the hub's store gave an error for '{HubFile}'", output);
    }

    [NeedsPostgreSqlFact]
    public void An_account_without_rights_is_told_so()
    {
        var address = server.MakeHub();
        var database = HubAddress.Show(address).Split('/')[^1];
        AegirHub.Open(address).Dispose();
        var (user, password) = ("u" + database, Guid.NewGuid().ToString("N"));
        server.MakeUser(user, password);
        var file = folder.WriteSecret("pgpass", $"*:*:*:{user}:{password}\n");
        var theirs = address.Replace("Username=aegir", "Username=" + user).Replace(server.PasswordFile, file);
        Assert.Equal("HubNotWritable", Assert.Throws<AegirException>(() => AegirHub.Open(theirs)).Id);

        server.Query($"GRANT ALL ON ALL TABLES IN SCHEMA public TO {user}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {user}", database);
        using var hub = AegirHub.Open(theirs);
        hub.Distributions.Add("Ten");
        server.Query($"REVOKE INSERT ON distribution FROM {user}", database);
        Assert.Equal("HubNotWritable", Assert.Throws<AegirException>(() => hub.Distributions.Add("Eleven")).Id);
        server.Query($"REVOKE SELECT ON distribution FROM {user}", database);
        Assert.Equal("HubNotWritable", Assert.Throws<AegirException>(() => hub.Distributions.Find().ToList()).Id);
    }

    public void Dispose() => folder.Dispose();
}

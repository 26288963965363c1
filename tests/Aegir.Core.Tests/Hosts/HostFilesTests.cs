using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Hosts;

/// <summary>Copies between this machine and others; "others" are sshd's of this machine with folders of their own.</summary>
public sealed class HostFilesTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HostFiles files = new();

    public static TheoryData<string, ServerTransport> Ways => new()
    {
        { "here", ServerTransport.OpenSsh },
        { "push", ServerTransport.OpenSsh },
        { "pull", ServerTransport.OpenSsh },
        { "relay", ServerTransport.OpenSsh },
        { "same", ServerTransport.OpenSsh },
    };

    [NeedsSshTheory]
    [MemberData(nameof(Ways))]
    [OverSshNet("push", "pull", "relay", "same")]
    public async Task Folders_and_files_arrive_with_modes_and_times(string way, ServerTransport transport)
    {
        using var machines = new Machines(way, transport);
        Tree("it's a \"source\" ✓");
        await files.CopyAsync(machines.From, folder.At("it's a \"source\" ✓"), machines.To, folder.At("new $HOME/tar get"), new(), default);

        Assert.Equal(List(folder.At("it's a \"source\" ✓")), List(folder.At("new $HOME/tar get")));
        Assert.Contains("drwxrws--- . ", List(folder.At("new $HOME/tar get")), StringComparison.Ordinal);

        await files.CopyAsync(machines.From, folder.At("it's a \"source\" ✓/a b.txt"), machines.To, folder.At("new $HOME/one file"), new(), default);
        Assert.Equal("hello", File.ReadAllText(folder.At("new $HOME/one file")));
        Assert.Equal(["one file", "tar get"], Directory.EnumerateFileSystemEntries(folder.At("new $HOME")).Select(Path.GetFileName).Order());
    }

    [NeedsSshTheory]
    [MemberData(nameof(Ways))]
    [OverSshNet("push", "pull", "relay", "same")]
    public async Task What_is_excluded_is_neither_copied_nor_deleted_and_newer_files_may_stay(string way, ServerTransport transport)
    {
        using var machines = new Machines(way, transport);
        Tree("source");
        folder.Write("target/files/upload", "theirs");
        folder.Write("target/gone", "");
        folder.Write("target/a b.txt", "newer");
        File.SetLastWriteTimeUtc(folder.At("target/a b.txt"), DateTime.UtcNow.AddHours(1));

        await files.CopyAsync(machines.From, folder.At("source"), machines.To, folder.At("target"),
            new() { Exclude = ["/files"], Delete = true, KeepNewer = true }, default);

        Assert.Equal("theirs", File.ReadAllText(folder.At("target/files/upload")));
        Assert.False(File.Exists(folder.At("target/files/photo")));
        Assert.False(File.Exists(folder.At("target/gone")));
        Assert.Equal("newer", File.ReadAllText(folder.At("target/a b.txt")));
        Assert.True(File.Exists(folder.At("target/sub/link")));
    }

    [NeedsSshTheory]
    [MemberData(nameof(Ways))]
    [OverSshNet("push", "pull", "relay", "same")]
    public async Task A_source_that_is_missing_and_a_target_that_cannot_be_are_told(string way, ServerTransport transport)
    {
        using var machines = new Machines(way, transport);
        var missing = await Assert.ThrowsAsync<AegirException>(() =>
            files.CopyAsync(machines.From, folder.At("missing"), machines.To, folder.At("target"), new(), default));
        Assert.Contains(folder.At("missing"), missing.Message);
        Tree("source");
        folder.Write("file", "");
        var error = await Assert.ThrowsAsync<AegirException>(() =>
            files.CopyAsync(machines.From, folder.At("source"), machines.To, folder.At("file/below"), new(), default));
        Assert.Equal("CopyFailed", error.Id);
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task Both_ends_of_a_copy_carry_the_mark_of_the_task(ServerTransport transport)
    {
        using var machines = new Machines("push", transport);
        Tree("source");
        Command.Run("mkfifo", folder.At("source/sub/fifo"));
        File.WriteAllBytes(folder.At("source/large"), new byte[300_000_000]);

        var copy = files.CopyAsync(
            new TaskHost(machines.From, "8@it's a hub"), folder.At("source"), new TaskHost(machines.To, "8@it's a hub"), folder.At("target"), new(), default);
        Assert.True(await Wait.UntilAsync(() => Marked().Count(line => line.StartsWith("rsync ", StringComparison.Ordinal)) >= 3 || copy.IsCompleted));
        var marked = Marked();
        await machines.From.ScriptAsync("Hosts.end-strays.sh", ["8@it's a hub"], default);

        await Assert.ThrowsAsync<AegirException>(() => copy);
        Assert.Contains(marked, line => line.StartsWith("rsync --server", StringComparison.Ordinal));
        Assert.Empty(Marked());
    }

    [NeedsSshTheory]
    [InlineData("push", ServerTransport.OpenSsh)]
    [InlineData("pull", ServerTransport.OpenSsh)]
    [OverSshNet("push", "pull")]
    public async Task A_copy_that_is_cut_off_leaves_old_or_new_files_and_the_next_one_cleans_up(string way, ServerTransport transport)
    {
        using var machines = new Machines(way, transport);
        for (var i = 0; i < 40; i++)
        {
            folder.Write($"source/d{i % 4}/f{i}", new string('n', 4_000_000));
            folder.Write($"target/d{i % 4}/f{i}", new string('o', 1000));
        }

        var copy = files.CopyAsync(machines.From, folder.At("source"), machines.To, folder.At("target"), new(), default);
        // Some have come and wait beside their places.
        Assert.True(await Wait.UntilAsync(() => Directory.EnumerateDirectories(folder.At("target"), ".~tmp~", SearchOption.AllDirectories).Any()));
        machines.CutOff();

        Assert.Equal("HostUnreachable", (await Assert.ThrowsAsync<AegirException>(() => copy)).Id);
        for (var i = 0; i < 40; i++)
            Assert.Contains(new FileInfo(folder.At($"target/d{i % 4}/f{i}")).Length, new long[] { 1000, 4_000_000 });
        Assert.True(File.Exists(folder.At("target/.aegir-copying")));
        // As rsync leaves them when it is killed; and what is like them but not its own.
        folder.Write("target/d1/.f1.Ab3dE6", "");
        folder.Write("target/d1/.f1.backup", "");
        File.SetUnixFileMode(folder.At("target/d1/.f1.Ab3dE6"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        machines.Resume();
        await files.CopyAsync(machines.From, folder.At("source"), machines.To, folder.At("target"), new(), default);
        File.Delete(folder.At("target/d1/.f1.backup"));
        Assert.Equal(List(folder.At("source")), List(folder.At("target")));
    }

    public void Dispose() => folder.Dispose();

    private void Tree(string name)
    {
        folder.Write(name + "/a b.txt", "hello");
        folder.Write(name + "/files/photo", "photo");
        folder.Write(name + "/sub/-odd\nname", "x");
        File.CreateSymbolicLink(folder.At(name + "/sub/link"), "../a b.txt");
        File.SetUnixFileMode(folder.At(name + "/a b.txt"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(folder.At(name + "/a b.txt"), new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Command.Run("chmod", "2770", folder.At(name));
    }

    // Modes and names of all; sizes and times of files, and where links lead.
    private static string List(string path) =>
        Command.Run("sh", "-c", "cd \"$1\" && find . \\( -type d -printf '%M %p \\n' \\) -o \\( -type l -printf '%M %p %l\\n' \\) -o -printf '%M %p %s %T@\\n' | LC_ALL=C sort", "sh", path);

    private static List<string> Marked() => Directory.EnumerateDirectories("/proc").Where(process =>
    {
        try
        {
            return File.ReadAllText(process + "/environ").Contains("AEGIR_TASK_MARK=8@it's a hub\0", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }).Select(SshHostTests.CommandLine).ToList();

    private sealed class Machines : IDisposable
    {
        private readonly List<IDisposable> hosts = [];
        private readonly List<SshServer> servers = [];

        private readonly ServerTransport transport;

        public Machines(string way, ServerTransport transport)
        {
            this.transport = transport;
            var local = new LocalHost();
            From = way is "pull" or "relay" or "same" ? Ssh(new TempFolder()) : local;
            To = way switch
            {
                "same" => new TaskHost(From, "1@hub"),
                "push" or "relay" => Ssh(new TempFolder()),
                _ => local,
            };
        }

        public IHost From { get; }

        public IHost To { get; }

        public void CutOff() => servers.ForEach(server => server.Stop());

        public void Resume() => servers.ForEach(server => server.Start());

        public void Dispose()
        {
            foreach (var host in hosts)
                host.Dispose();
        }

        private SshHost Ssh(TempFolder own)
        {
            var server = new SshServer(own);
            servers.Add(server);
            var host = server.HostOver(transport);
            hosts.AddRange([host, server, own]);
            return host;
        }
    }
}

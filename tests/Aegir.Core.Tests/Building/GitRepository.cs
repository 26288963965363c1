using System.Diagnostics;
using Aegir.Tests.Components;

namespace Aegir.Tests.Building;

/// <summary>A git repository of a test's own.</summary>
public sealed class GitRepository
{
    private readonly string path;
    private int number;

    public GitRepository(string path)
    {
        this.path = path;
        Directory.CreateDirectory(path);
        Git("init", "-q", "-b", "main");
    }

    public string Path => path;

    /// <summary>Writes files and commits them; gives the commit.</summary>
    public string Commit(params (string Path, string Content)[] files)
    {
        foreach (var (name, content) in files)
        {
            var file = System.IO.Path.Combine(path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
        Git("add", "-A");
        Git("commit", "-q", "--allow-empty", "-m", $"Commit {++number}");
        return Git("rev-parse", "HEAD").Trim();
    }

    public string Git(params string[] arguments) => Command.Run("git",
        ["-C", path, "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always", "-c", "commit.gpgsign=false", .. arguments]);

    /// <summary>What git itself checks out at a revision.</summary>
    public string CheckedOut(TempFolder folder, string revision)
    {
        var target = folder.At("expected-" + revision.Replace('/', '-'));
        Command.Run("git", "-c", "protocol.file.allow=always", "clone", "-q", "--recurse-submodules", path, target);
        Command.Run("git", "-C", target, "checkout", "-q", revision);
        Command.Run("git", "-C", target, "-c", "protocol.file.allow=always", "submodule", "-q", "update", "--init", "--recursive");
        Command.Run("sh", "-c", "find \"$1\" -name .git -prune -exec rm -rf {} +", "sh", target);
        return target;
    }
}

/// <summary>Serves the repositories of a folder over the git protocol on loopback.</summary>
public sealed class GitDaemon : IDisposable
{
    private readonly Process process;

    public GitDaemon(string folder)
    {
        var port = Loopback.FreePort();
        Url = $"git://127.0.0.1:{port}";
        process = Command.Start("git", "daemon", "--export-all", "--reuseaddr", "--listen=127.0.0.1", $"--port={port}", $"--base-path={folder}", folder);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var clock = Stopwatch.StartNew();
        while (!Loopback.Answers(port))
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromSeconds(20))
                throw new InvalidOperationException("git daemon does not start.");
            Thread.Sleep(20);
        }
    }

    public string Url { get; }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }
}

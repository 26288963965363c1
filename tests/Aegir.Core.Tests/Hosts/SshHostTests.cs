using System.Security.Cryptography;
using System.Text;
using Aegir.Hosts;
using Aegir.Tests.Components;

namespace Aegir.Tests.Hosts;

/// <summary>What any way over ssh keeps.</summary>
public sealed class SshHostTests : IDisposable
{
    private const string Tell = "printf '%s\\0' \"$PWD\" \"$ONE\" \"$TWO\" \"$@\"; cat";

    private readonly TempFolder folder = new();

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task What_a_command_is_given_arrives_as_it_is(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var host = server.HostOver(transport);
        var random = new Random(20261121);
        for (var round = 0; round < 20; round++)
        {
            var directory = Directory.CreateDirectory(folder.At("in " + Odd(random).Replace('/', '-'))).FullName;
            string[] arguments = [.. Enumerable.Range(0, random.Next(6)).Select(_ => Odd(random))];
            var command = HostCommand.Script(Tell, arguments) with
            {
                Input = Odd(random),
                WorkingDirectory = directory,
                Environment = new Dictionary<string, string> { ["ONE"] = Odd(random), ["TWO"] = Odd(random) },
            };

            var result = await host.RunAsync(command, default);

            string[] expected = [directory, command.Environment["ONE"], command.Environment["TWO"], .. arguments, command.Input];
            Assert.Equal(expected, result.Output.Split('\0'));
            Assert.Equal("", result.Error);
        }
    }

    [NeedsFact("sshd", "ssh", "ssh-keygen", "dash")]
    public Task The_login_shell_may_be_dash() => WorksUnderAsync("dash", ServerTransport.OpenSsh);

    [NeedsFact("sshd", "ssh", "ssh-keygen", "bash")]
    public Task The_login_shell_may_be_bash() => WorksUnderAsync("bash", ServerTransport.OpenSsh);

    [NeedsFact("sshd", "ssh", "ssh-keygen", "fish")]
    public Task The_login_shell_may_be_fish() => WorksUnderAsync("fish", ServerTransport.OpenSsh);

    [NeedsFact("sshd", "ssh", "ssh-keygen", "tcsh")]
    public Task The_login_shell_may_be_tcsh() => WorksUnderAsync("tcsh", ServerTransport.OpenSsh);

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task What_the_login_shell_says_is_not_the_commands(ServerTransport transport)
    {
        using var server = new SshServer(folder, "ForceCommand echo hello; echo hello >&2; exec /bin/sh -c \"$SSH_ORIGINAL_COMMAND\"");
        using var host = server.HostOver(transport);
        var lines = new List<string>();

        var result = await host.RunAsync(HostCommand.Script("echo out; printf err >&2; exit 4") with
        {
            OnLine = line =>
            {
                lock (lines)
                    lines.Add(line);
            },
        }, default);

        Assert.Equal((4, "out\n", "err"), (result.ExitCode, result.Output, result.Error));
        Assert.Equal(["err", "out"], lines.Order());
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task Exit_codes_are_the_commands(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var host = server.HostOver(transport);
        foreach (var code in new[] { 0, 1, 127, 255 })
            Assert.Equal(code, (await host.RunAsync(HostCommand.Script("exit " + code), default)).ExitCode);
        Assert.Equal(137, (await host.RunAsync(HostCommand.Script("kill -9 $$"), default)).ExitCode);
        Assert.Equal(127, (await host.RunAsync(new HostCommand("no-such-program"), default)).ExitCode);
        Assert.Equal("a\\nb\n", (await host.RunAsync(new HostCommand("echo", "a\\nb"), default)).Output);
        var error = await Assert.ThrowsAsync<AegirException>(() => host.RunAsync(new HostCommand("true") { WorkingDirectory = "/no/where" }, default));
        Assert.Equal("CommandNotStarted", error.Id);
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task Output_is_streamed_byte_by_byte(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var host = server.HostOver(transport);
        var bytes = RandomNumberGenerator.GetBytes(3_000_000);
        File.WriteAllBytes(folder.At("bytes"), bytes);
        using var read = new MemoryStream();

        var result = await host.RunAsync(
            new HostCommand("cat", folder.At("bytes")) { ReadOutput = (stream, token) => stream.CopyToAsync(read, token) }, default);

        Assert.True(bytes.AsSpan().SequenceEqual(read.ToArray()));
        Assert.Equal("", result.Output);
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task Secrets_show_in_no_process_list(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using var host = server.HostOver(transport);
        var secret = "s3cret" + Guid.NewGuid().ToString("N");
        var command = HostCommand.Script("cat; : > \"$1\"; while [ -e \"$1\" ]; do sleep 0.05; done", folder.At("go")) with
        {
            Input = secret,
            Environment = new Dictionary<string, string> { ["PASSWORD"] = secret },
        };

        var running = host.RunAsync(command, default);
        Assert.True(await Wait.UntilAsync(() => File.Exists(folder.At("go"))));
        var lists = Directory.EnumerateDirectories("/proc").Select(CommandLine).ToList();
        File.Delete(folder.At("go"));

        Assert.Equal(secret, (await running).Output);
        Assert.Contains(lists, line => line.Contains("head -c", StringComparison.Ordinal));
        Assert.DoesNotContain(lists, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [NeedsSshTheory]
    [OverOpenSsh]
    [OverSshNet]
    public async Task Commands_share_connections_and_many_may_run_at_once(ServerTransport transport)
    {
        using var server = new SshServer(folder);
        using (var host = server.HostOver(transport))
        {
            for (var i = 0; i < 10; i++)
                await host.RunAsync(new HostCommand("true"), default);
            Assert.Equal(1, server.Logins);

            var many = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => host.RunAsync(HostCommand.Script("sleep 0.5; echo $1", $"{i}"), default)));

            Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}\n"), many.Select(result => result.Output));
            Assert.InRange(server.Logins, 2, 4);
        }
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc").Select(CommandLine), line => line.Contains(server.KeyFile, StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    internal static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }

    private async Task WorksUnderAsync(string shell, ServerTransport transport)
    {
        using var server = new SshServer(folder, $"ForceCommand exec {Programs.Find(shell)} -c \"$SSH_ORIGINAL_COMMAND\"");
        using var host = server.HostOver(transport);

        var result = await host.RunAsync(HostCommand.Script(Tell, "it's", "a \"b\"\n!$HOME\\", "é✓") with { Input = "in" }, default);

        Assert.Equal("it's\0a \"b\"\n!$HOME\\\0é✓\0in", result.Output.Split('\0', 4)[3]);
        Assert.Equal(255, (await host.RunAsync(HostCommand.Script("exit 255"), default)).ExitCode);
    }

    private static string Odd(Random random)
    {
        const string letters = "ab '\"\\\n\r\t$`!*?[]{}()<>|&;#~%=-+^:,./éß✓漢🙂\u0081\u0001\u007f";
        var text = new StringBuilder();
        for (var left = random.Next(12); left > 0; left--)
            text.Append(letters.EnumerateRunes().ElementAt(random.Next(letters.EnumerateRunes().Count())));
        return text.ToString();
    }
}

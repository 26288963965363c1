using System.Diagnostics;
using Aegir.Building.Fetching;
using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Fuzzing;
using CsCheck;

namespace Aegir.Tests.Sinks;

/// <summary>What goes through a quoting function comes out of the real program as it went in.</summary>
public sealed class QuotingTests
{
    // No NUL, which no argument can hold, and no half of a character.
    private static readonly Gen<string> Word = Gen.Frequency(
        (3, Pick.Of("$(touch x)", "`id`", "'", "\"", "\\", "\n", "\t", "-n", "--help", "*", "~", "${x}", "!", "é", "😀", " ", ";", "&", "|", "%", "#", "\r", "\\n").Array[0, 12].Select(string.Concat)),
        (1, Gen.Char[' ', '~'].Array[0, 40].Select(letters => new string(letters))));

    [ProgramFact("sh")]
    public void A_program_gets_its_words_as_they_are() => Word.Array[1, 60].Try(words =>
    {
        var command = new HostCommand("printf", ["%s\\0", .. words]) { Environment = new Dictionary<string, string> { ["GIVEN"] = words[0] } };
        var expected = string.Concat(words.Select(word => word + "\0"));
        Assert.Equal(expected, new LocalHost().RunAsync(command, default).GetAwaiter().GetResult().Output);
        Assert.Equal(expected, OverSsh(command));
        Assert.Equal(words[0], OverSsh(new HostCommand("sh", "-c", "printf %s \"$GIVEN\"") { Environment = command.Environment }));
    }, 40, 2_000);

    [ProgramFact("ssh")]
    public void Ssh_reads_the_file_of_known_hosts_as_it_is_named() => Pick.Of("a", " ", "%h", "%%", "#", "'", "~", "$HOME", "é", ".", "=", ",").Array[1, 8].Select(string.Concat).Try(name =>
    {
        using var folder = new TempFolder();
        var file = folder.At(name.Trim() + "x");
        var words = Recorded(file);
        Assert.Contains("userknownhostsfile " + file, Ran("ssh", ["-G", .. words.TakeWhile(word => word != "-S"), "127.0.0.1"]).Split('\n'));
    }, 10, 500);

    [ProgramFact("curl")]
    public void Curl_reads_an_address_as_it_is() => Pick.Of("a", "/", "%20", "$x", "{a,b}", "[1-9]", "?q=1", "&", "#", ";", "~", "=", "!", "(", ")", "*", "é").Array[0, 12].Select(string.Concat).Try(path =>
    {
        var url = SourceUrl.Parse("http://127.0.0.1:1/" + path, "test", SourceKinds.Http);
        var host = new ScriptedHost().On(_ => true, _ => new CommandResult(7, "", "refused"));
        Assert.ThrowsAsync<AegirException>(() => new Downloader(new Workshop(host, "/w", "/c", "m")).FetchAsync(new Download(url), "test", default)).GetAwaiter().GetResult();
        Assert.Equal(url.Text, Ran("curl", ["-q", "-K", "-", "-s", "--globoff", "-o", "/dev/null", "-w", "%{url}"], host.Commands[0].Input));
    }, 20, 1_000);

    // The words that ssh is given for a machine.
    private static IReadOnlyList<string> Recorded(string knownHosts)
    {
        var client = new ScriptedHost().On(_ => true, _ => new CommandResult(255, "", "no"));
        using var host = new OpenSshHost(new Server { Name = "web1", HostName = "127.0.0.1", Transport = ServerTransport.OpenSsh }, new HostKeys(knownHosts, client));
        Assert.ThrowsAsync<AegirException>(() => host.RunAsync(new HostCommand("true"), default)).GetAwaiter().GetResult();
        return client.Commands[0].Arguments;
    }

    // What ssh would have a login shell run there, it runs here.
    private static string OverSsh(HostCommand command)
    {
        using var folder = new TempFolder();
        using var host = new OpenSshHost(new Server { Name = "web1", HostName = "127.0.0.1", Transport = ServerTransport.OpenSsh }, new HostKeys(folder.At("known_hosts"), new LoginShell()));
        return host.RunAsync(command, default).GetAwaiter().GetResult().Output;
    }

    private static string Ran(string program, IEnumerable<string> words, string? input = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said;
    }

    private sealed class LoginShell : IHost
    {
        private readonly LocalHost local = new();

        public string Name => "here";

        public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) => command.Arguments.Contains("-fNM") || command.Arguments.Contains("-O")
            ? Task.FromResult(new CommandResult(0, "", "")) : local.RunAsync(command with { File = "sh", Arguments = ["-c", command.Arguments[^1]] }, cancellation);
    }
}

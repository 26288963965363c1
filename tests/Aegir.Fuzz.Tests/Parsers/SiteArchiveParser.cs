using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Aegir.Hosts;
using Aegir.Tests.Fuzzing;

namespace Aegir.Tests.Parsers;

/// <summary>What PHP of ours makes of a site's archive: one process for all cases, so that there can be many.</summary>
internal static class SiteArchiveParser
{
    private static readonly Lazy<Process> Reader = new(Start);

    public static Parser Parser { get; } = new("site-archive", text =>
    {
        Sum(text);
        Reader.Value.StandardInput.WriteLine(Convert.ToBase64String(text));
        Reader.Value.StandardInput.Flush();
        var answer = Reader.Value.StandardOutput.ReadLine() ?? throw new InvalidOperationException("PHP has ended.");
        var contents = JsonSerializer.Deserialize<Answer>(answer, JsonSerializerOptions.Web)!;
        // What is let through has names that stay where they are.
        if (contents.Problem is null)
            Assert.All(contents.Names, name => Assert.False(name.StartsWith('/') || name.Split('/').Contains(".."), name));
        Assert.True(contents.Seconds < 5, $"{contents.Seconds} s");
        return Task.CompletedTask;
    })
    { Words = ["./", "files/", "../", "30 path=", "0 path=", "12 size=", "99999999999 path=", "drushrc.php", "$options['uri'] = 'a';", "ustar\0", "\0\0\0\0\0\0\0\0", "K", "L", "x", "g", "2", "777"] };

    // Each header with the sum that it would have: else few of them were looked at.
    private static void Sum(byte[] text)
    {
        for (var at = 0; at + 512 <= text.Length;)
        {
            var header = text.AsSpan(at, 512);
            header[148..156].Fill((byte)' ');
            var sum = 0;
            foreach (var letter in header)
                sum += letter;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
            var digits = Encoding.ASCII.GetString(header.Slice(124, 11)).Trim(' ', '\0');
            var size = digits.Length > 0 && digits.All(letter => letter is >= '0' and <= '7') ? Convert.ToInt64(digits, 8) : 0;
            at += 512 + (int)Math.Min((size + 511) / 512 * 512, text.Length);
        }
    }

    private static Process Start()
    {
        var core = typeof(HostCommand).Assembly;
        using var reader = new StreamReader(core.GetManifestResourceStream(core.GetManifestResourceNames().Single(name => name.EndsWith(".check-archive.php", StringComparison.Ordinal)))!);
        var script = reader.ReadToEnd();
        var program = script[..script.IndexOf("\n$path = ", StringComparison.Ordinal)] + """

            while (($line = fgets(STDIN)) !== false) {
                $stream = fopen('php://memory', 'w+');
                fwrite($stream, base64_decode($line));
                rewind($stream);
                $archive = new AegirArchive($stream);
                $since = getrusage();
                $archive->read();
                $now = getrusage();
                echo json_encode(['problem' => $archive->problem, 'names' => array_map('strval', array_keys($archive->names)),
                    'seconds' => $now['ru_utime.tv_sec'] - $since['ru_utime.tv_sec']], JSON_INVALID_UTF8_SUBSTITUTE), "\n";
            }
            """;
        var file = Path.Combine(AppContext.BaseDirectory, "read-archives.php");
        File.WriteAllText(file, program);
        var process = Process.Start(new ProcessStartInfo("php", ["-d", "display_errors=stderr", file]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill();
        return process;
    }

    private sealed record Answer(string? Problem, string[] Names, double Seconds);
}

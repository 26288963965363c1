using System.Diagnostics;
using Aegir.Hosts;
using Aegir.Tests.Components;
using Aegir.Tests.Fuzzing;
using CsCheck;

namespace Aegir.Tests.Sinks;

/// <summary>Each sh script of ours, with parameters that a shell, or a program it starts, would take for a command.</summary>
public sealed class ScriptTests
{
    public static TheoryData<string> Scripts => [.. typeof(HostCommand).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sh", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [NobodyTheory]
    [MemberData(nameof(Scripts))]
    public void No_script_runs_what_it_is_given(string script)
    {
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1FF);
        var hit = folder.At("hit");
        string[] payloads =
        [
            $"$(touch {hit})", $"`touch {hit}`", $"; touch {hit};", $"x\ntouch {hit}\n", $"' ; touch {hit} ; '", $"\" ; touch {hit} ; \"", $"| touch {hit}", "-rf", "--", "", "*", "a b", "..", "${IFS}", "%s",
            $"--checkpoint-action=exec=touch {hit}", $"-oProxyCommand=touch {hit}", $"--upload-pack=touch {hit}", $"-exec touch {hit} ;", $"--rsh=touch {hit}", $"!touch {hit}", $"ext::touch% {hit}",
        ];
        var text = Text(script);
        Pick.Of(payloads).Array[0, 16].Try(parameters =>
        {
            // As somebody who may do no harm, for at most ten seconds; what it answers does not matter.
            using var process = Process.Start(new ProcessStartInfo("setpriv",
                ["--reuid=nobody", "--clear-groups", "timeout", "-k", "1", "10", "sh", "-c", text, "sh", .. parameters])
            { WorkingDirectory = folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardInput.Close();
            _ = process.StandardOutput.ReadToEndAsync();
            _ = process.StandardError.ReadToEndAsync();
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
            Assert.False(File.Exists(hit), string.Join('|', parameters));
        }, 2, 40);
    }

    // With what goes ahead of it.
    private static string Text(string script)
    {
        var folder = script[..script.LastIndexOf('.', script.Length - 4)];
        string[] before = folder.Contains("Databases", StringComparison.Ordinal) ? [folder + ".client.sh"]
            : folder.EndsWith("WebServers.Scripts", StringComparison.Ordinal) ? [folder + ".tree.sh", folder + ".certificates.sh"] : [];
        return string.Concat(before.Append(script).Distinct().Select(name =>
        {
            using var reader = new StreamReader(typeof(HostCommand).Assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }));
    }

    private sealed class NobodyTheoryAttribute : TheoryAttribute
    {
        public NobodyTheoryAttribute()
        {
            if (Environment.UserName != "root")
                Skip = "Scripts are given such parameters only as nobody, which takes root.";
        }
    }
}

using System.Diagnostics;

namespace Aegir.Tests.Components;

/// <summary>Runs a program of the tests' own.</summary>
public static class Command
{
    /// <summary>What it printed; a failure is an exception with what it said.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var (exitCode, output) = Try(program, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {exitCode} {output}");
    }

    public static (int ExitCode, string Output) Try(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME")))
            start.Environment["HOME"] = "/tmp";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}

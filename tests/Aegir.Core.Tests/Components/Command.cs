using System.ComponentModel;
using System.Diagnostics;

namespace Aegir.Tests.Components;

/// <summary>Runs a program of the tests' own.</summary>
public static class Command
{
    private const int TextFileBusy = 26;

    /// <summary>What it printed; a failure is an exception with what it said.</summary>
    public static string Run(string program, params string[] arguments) => RunWith([], program, arguments);

    /// <summary>The same with variables in its environment, which only its user can see.</summary>
    public static string RunWith(Dictionary<string, string> environment, string program, params string[] arguments)
    {
        var (exitCode, output) = Ended(Start(program, arguments, environment));
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {exitCode} {output}");
    }

    public static (int ExitCode, string Output) Try(string program, params string[] arguments) => Ended(Start(program, arguments));

    public static Process Start(string program, params string[] arguments) => Start(program, arguments, []);

    private static (int ExitCode, string Output) Ended(Process started)
    {
        using var process = started;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private static Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME")))
            start.Environment["HOME"] = "/tmp";
        var process = StartWhenFree(start);
        process.StandardInput.Close();
        return process;
    }

    // What another thread starts at the same moment may still have a script open that we have just written ("text file busy").
    private static Process StartWhenFree(ProcessStartInfo start)
    {
        for (var tries = 0; ; tries++)
            try
            {
                return Process.Start(start)!;
            }
            catch (Win32Exception error) when (error.NativeErrorCode == TextFileBusy && tries < 100)
            {
                Thread.Sleep(20);
            }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Aegir.Hosts;

/// <summary>The machine this process runs on.</summary>
public sealed class LocalHost : IHost
{
    public string Name => "localhost";

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(command) };
        try
        {
            process.Start();
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            throw new AegirException(AegirErrorKind.Unavailable, "CommandNotStarted",
                $"'{command.File}' could not be started: {error.Message}",
                $"Install '{command.File}', or put it on the PATH.", error);
        }
        await using var kill = cancellation.Register(() => End(process)).ConfigureAwait(false);
        var output = command.ReadOutput is { } read
            ? Stream(process, read, cancellation)
            : Lines.CollectAsync(process.StandardOutput, command.OnLine);
        var error2 = Lines.CollectAsync(process.StandardError, command.OnLine);
        await Feed(process, command, cancellation).ConfigureAwait(false);
        var result = new CommandResult(0, await output.ConfigureAwait(false), await error2.ConfigureAwait(false));
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return result with { ExitCode = process.ExitCode };
    }

    // A session of its own, so that Ctrl-C at the prompt reaches us and not, behind our back, a half-done import.
    private static ProcessStartInfo StartInfo(HostCommand command)
    {
        var ownSession = !OperatingSystem.IsWindows() && File.Exists("/usr/bin/setsid");
        var start = new ProcessStartInfo(ownSession ? "/usr/bin/setsid" : command.File)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
            StandardInputEncoding = new UTF8Encoding(false),
            WorkingDirectory = command.WorkingDirectory ?? "",
            UseShellExecute = false,
        };
        if (ownSession)
            start.ArgumentList.Add(command.File);
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        return start;
    }

    private static async Task<string> Stream(Process process, Func<Stream, CancellationToken, Task> read, CancellationToken cancellation)
    {
        await read(process.StandardOutput.BaseStream, cancellation).ConfigureAwait(false);
        return "";
    }

    private static async Task Feed(Process process, HostCommand command, CancellationToken cancellation)
    {
        try
        {
            if (command.Input is { } input)
                await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
            await process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
            if (command.WriteInput is { } write)
                await write(process.StandardInput.BaseStream, cancellation).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code tells what that means.
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It had ended by itself.
        }
    }
}

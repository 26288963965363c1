using System.Runtime.CompilerServices;
using System.Text;

namespace Aegir.Tests.Components;

/// <summary>Writes down the words of every error of ours, caught or not, for the watch over secrets that build.sh keeps.</summary>
internal static class ErrorTrail
{
    [ModuleInitializer]
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable("AEGIR_SECRET_WATCH") is not { Length: > 0 } folder || !Directory.Exists(folder))
            return;
        // What cannot be written is replaced: an exception thrown while one is being thrown ends the process.
        var trail = TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, $"errors-{Environment.ProcessId}.log"), false, new UTF8Encoding(false)));
        AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
        {
            if (thrown.Exception is AegirException error)
                trail.WriteLine($"{error.Id}: {error.Message} {error.Action} {error.InnerException?.Message}");
        };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => trail.Dispose();
    }
}

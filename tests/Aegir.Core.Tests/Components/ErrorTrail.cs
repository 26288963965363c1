using System.Runtime.CompilerServices;

namespace Aegir.Tests.Components;

/// <summary>Writes down the words of every error of ours, caught or not, for the watch over secrets that build.sh keeps.</summary>
internal static class ErrorTrail
{
    [ModuleInitializer]
    internal static void Begin()
    {
        if (Environment.GetEnvironmentVariable("AEGIR_SECRET_WATCH") is not { Length: > 0 } folder || !Directory.Exists(folder))
            return;
        var trail = TextWriter.Synchronized(File.CreateText(Path.Combine(folder, $"errors-{Environment.ProcessId}.log")));
        AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
        {
            if (thrown.Exception is AegirException error)
                trail.WriteLine($"{error.Id}: {error.Message} {error.Action} {error.InnerException?.Message}");
        };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => trail.Dispose();
    }
}

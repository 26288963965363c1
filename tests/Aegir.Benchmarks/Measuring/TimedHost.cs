using System.Collections.Concurrent;
using System.Diagnostics;
using Aegir.Hosts;

namespace Aegir.Benchmarks.Measuring;

/// <summary>A host that keeps how long each command took.</summary>
internal sealed class TimedHost(IHost host) : IHost
{
    private readonly ConcurrentQueue<(double Seconds, string Command)> commands = new();

    public string Name => host.Name;

    public IReadOnlyCollection<(double Seconds, string Command)> Commands => commands;

    /// <summary>Called before each command; what it says stands before its name.</summary>
    public Func<string>? Prefix { get; set; }

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        var name = $"{Prefix?.Invoke()}: {Describe(command)}";
        var watch = Stopwatch.StartNew();
        try
        {
            return await host.RunAsync(command, cancellation);
        }
        finally
        {
            commands.Enqueue((watch.Elapsed.TotalSeconds, name));
        }
    }

    // Scripts say in their last leading comment what they do.
    private static string Describe(HostCommand command)
    {
        var script = command.File == "sh" ? command.Arguments[1] : command.Input?.StartsWith("<?php", StringComparison.Ordinal) == true ? command.Input : null;
        if (script is null)
            return $"{Path.GetFileName(command.File)} {command.Arguments.FirstOrDefault()}";
        var comment = script.Split('\n').LastOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal)) ?? "";
        if (command.File != "sh")
            comment = script.Split("?>").Last().Split('\n').FirstOrDefault(line => line.StartsWith("// ", StringComparison.Ordinal)) ?? comment;
        else if (comment.Length == 0 || script.Split('\n')[0].StartsWith("set -eu;", StringComparison.Ordinal))
            comment = script.Split('\n')[0];
        return $"{command.File} {comment.TrimStart('#', '/', ' ')}"[..Math.Min(90, command.File.Length + 1 + comment.TrimStart('#', '/', ' ').Length)];
    }
}

using Aegir.Hosts;

namespace Aegir.Tests.Components;

/// <summary>This machine, with a folder of programs that win over the real ones.</summary>
public sealed class PathHost(string first) : IHost
{
    private readonly LocalHost host = new();

    public string Name => host.Name;

    public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation) => host.RunAsync(command with
    {
        Environment = new Dictionary<string, string>(command.Environment)
        {
            ["PATH"] = first + ":" + (command.Environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH")),
        },
    }, cancellation);
}

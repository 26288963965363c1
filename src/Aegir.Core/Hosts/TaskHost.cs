namespace Aegir.Hosts;

/// <summary>A host whose every command carries an environment variable, by which the processes of one task can be found.</summary>
/// <param name="before">Is called before each command; throws where none is to be run any more.</param>
public sealed class TaskHost(IHost host, string mark, Action? before = null) : IHost
{
    /// <summary>The environment variable with the mark.</summary>
    public const string Variable = "AEGIR_TASK_MARK";

    public string Name => host.Name;

    public IHost Machine => host.Machine;

    public IHost Around(IHost machine) => new TaskHost(host.Around(machine), mark, before);

    public Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        before?.Invoke();
        return host.RunAsync(command with { Environment = new Dictionary<string, string>(command.Environment) { [Variable] = mark } }, cancellation);
    }
}

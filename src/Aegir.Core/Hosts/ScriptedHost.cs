namespace Aegir.Hosts;

/// <summary>A host for tests: answers commands from a list of rules and keeps what was asked.</summary>
public sealed class ScriptedHost(string name = "scripted") : IHost
{
    private readonly List<(Func<HostCommand, bool> Matches, Func<HostCommand, CommandResult> Answer)> rules = [];
    private readonly List<HostCommand> commands = [];

    public string Name => name;

    /// <summary>The commands it was given so far, in order.</summary>
    public IReadOnlyList<HostCommand> Commands
    {
        get
        {
            lock (commands)
                return [.. commands];
        }
    }

    /// <summary>Answers the commands that match; the rule added first wins. What no rule matches is an error.</summary>
    public ScriptedHost On(Func<HostCommand, bool> matches, Func<HostCommand, CommandResult> answer)
    {
        rules.Add((matches, answer));
        return this;
    }

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (commands)
            commands.Add(command);
        var rule = rules.FirstOrDefault(candidate => candidate.Matches(command));
        if (rule.Answer is null)
            throw new InvalidOperationException($"No rule answers '{command.File} {string.Join(' ', command.Arguments)}'.");
        var result = rule.Answer(command);
        if (command.ReadOutput is { } read)
        {
            using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(result.Output));
            await read(stream, cancellation).ConfigureAwait(false);
            return result with { Output = "" };
        }
        return result;
    }
}

namespace Aegir.Hosts;

/// <summary>A machine that runs commands; all that happens on a machine goes through here. Paths on it are POSIX paths.</summary>
public interface IHost
{
    string Name { get; }

    /// <summary>The machine itself, below whatever is wrapped around it.</summary>
    IHost Machine => this;

    /// <summary>Another machine, with the same wrapped around it.</summary>
    IHost Around(IHost machine) => machine;

    /// <summary>Runs a command to its end. A non-zero exit code is an answer, not an exception.</summary>
    /// <exception cref="AegirException">HostUnreachable or CommandNotStarted.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the command and what it started are ended.</exception>
    Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation);
}

using System.Text;

namespace Aegir.Hosts.Ssh;

/// <summary>
/// A command as it travels: all of it on standard input, ahead of its own input. What ssh is given is the same few words for every command,
/// plain enough for any login shell; no argument and no environment shows in a process list but those of the command itself.
/// </summary>
internal sealed class RemoteCommand
{
    private readonly HostCommand command;
    private readonly string header;

    /// <param name="lost">Words of commands that may still be running, and are ended first.</param>
    /// <exception cref="ArgumentException">A NUL, or a name that no environment variable can have.</exception>
    public RemoteCommand(HostCommand command, IEnumerable<string> lost)
    {
        this.command = command;
        // The braces keep a shell from running a part of it when the rest does not arrive.
        header = $$"""
            {
            aegir_environment() { :
            {{string.Join('\n', command.Environment.Select(pair => $"export {Name(pair.Key)}={ShellQuote.Word(pair.Value)}"))}}
            }
            set -- {{ShellQuote.Words([Word, command.WorkingDirectory ?? "", string.Join(' ', lost), command.File, .. command.Arguments])}}
            {{HostScripts.Resource("Hosts.Ssh.run.sh")}}
            }

            """;
    }

    /// <summary>By this the command is known on the other machine, and its output is told from what came before.</summary>
    public string Word { get; } = "aegir-" + Guid.NewGuid().ToString("N");

    /// <summary>From then on it may be running.</summary>
    public bool IsSent { get; set; }

    /// <summary>What ssh is to run.</summary>
    public string Line => $"exec /bin/sh -c 'eval \"$(head -c {Encoding.UTF8.GetByteCount(header)})\"'";

    public string Input => header + command.Input;

    public Func<Stream, CancellationToken, Task>? WriteInput => command.WriteInput;

    private static string Name(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')
        ? name
        : throw new ArgumentException($"'{name}' cannot be the name of an environment variable.", nameof(name));
}

namespace Aegir.Hosts;

/// <summary>A program and its arguments, each passed on as it is: no shell reads them.</summary>
public sealed record HostCommand(string File, params IReadOnlyList<string> Arguments)
{
    /// <summary>Text for its standard input; null for none. Secrets go here, never into <see cref="Arguments"/>.</summary>
    public string? Input { get; init; }

    /// <summary>Writes to its standard input, behind <see cref="Input"/>; the input ends when the task does.</summary>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }

    /// <summary>Added to the environment. Other users of the machine cannot read it, the administrator can.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? WorkingDirectory { get; init; }

    /// <summary>Takes the standard output as it comes; then <see cref="CommandResult.Output"/> is empty.</summary>
    public Func<Stream, CancellationToken, Task>? ReadOutput { get; init; }

    /// <summary>Called for each line of standard output and error while the command runs, from any thread.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>An sh script with its positional parameters. The script is fixed text; whatever varies is a parameter.</summary>
    public static HostCommand Script(string script, params IEnumerable<string> parameters) =>
        new("sh", ["-c", script, "sh", .. parameters]);
}

/// <param name="ExitCode">As the command gave it; 128 and more: ended by a signal.</param>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last lines it said, for an error message.</summary>
    public string Tail(int lines = 5)
    {
        var text = string.IsNullOrWhiteSpace(Error) ? Output : Error;
        return string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(lines));
    }
}

using System.Text;
using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>
/// Runs the PHP scripts of this folder on a host, each in a process of its own: a site's settings file may define, print or end
/// whatever it likes. Script and input travel on standard input, the task's token in the environment.
/// </summary>
internal static class SitePhp
{
    /// <summary>The environment variable that lets a command line program through a closed gate.</summary>
    public const string TokenVariable = "AEGIR_TASK";

    private const string AnswerMark = "#aegir ";

    /// <summary>Runs scripts, joined in the order given after script.php, and reads the answer of the last.</summary>
    /// <exception cref="AegirException">What the script found wrong; ScriptFailed where it could not say.</exception>
    public static async Task<T> RunAsync<T>(
        IHost host, string php, IEnumerable<string> scripts, object input, string? token, CancellationToken cancellation,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var program = new StringBuilder("<?php $input = json_decode(base64_decode('")
            .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(Json.Write(input)))).Append("'), true);\n");
        foreach (var script in scripts.Prepend("script.php"))
            program.Append("?>").Append(HostScripts.Resource("Drupal." + script));
        var variables = new Dictionary<string, string>(environment ?? new Dictionary<string, string>());
        if (token is not null)
            variables[TokenVariable] = token;
        var command = new HostCommand(php, "-d", "display_errors=stderr", "-d", "allow_url_fopen=1", "-d", "html_errors=0")
        {
            Input = program.ToString(),
            Environment = variables,
        };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        var line = result.Output.Split('\n').LastOrDefault(candidate => candidate.StartsWith(AnswerMark, StringComparison.Ordinal));
        var answer = line is null ? null : Json.TryRead<Answer<T>>(line[AnswerMark.Length..]);
        return answer switch
        {
            { Error: { } error } => throw new AegirException(error.Kind, error.Id, error.Message, error.Action),
            { Value: { } value } => value,
            _ => throw new AegirException(AegirErrorKind.Failed, "ScriptFailed",
                $"{scripts.Last()} failed on {host.Name} (exit code {result.ExitCode}): {WithoutAnswer(result).Tail()}",
                "Check that the server's Php names a PHP of 7.4 or later for the command line."),
        };
    }

    // An answer may hold what is not for an error message.
    private static CommandResult WithoutAnswer(CommandResult result) => result with
    {
        Output = string.Join('\n', result.Output.Split('\n').Where(line => !line.StartsWith(AnswerMark, StringComparison.Ordinal))),
    };

    private sealed record Answer<T>(T? Value, Error? Error);

    private sealed record Error(AegirErrorKind Kind, string Id, string Message, string Action);
}

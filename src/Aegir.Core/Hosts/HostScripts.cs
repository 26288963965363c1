using System.Reflection;
using System.Text;

namespace Aegir.Hosts;

/// <summary>Runs the scripts that are kept beside the code that needs them, in one round trip each.</summary>
public static class HostScripts
{
    /// <summary>Runs an sh script of this assembly, such as "Operations.site-directory.sh", and insists on exit code 0.</summary>
    /// <exception cref="AegirException">ScriptFailed, with the last lines it said.</exception>
    public static async Task<string> ScriptAsync(
        this IHost host, string resource, IEnumerable<string> parameters, CancellationToken cancellation,
        IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        var command = HostCommand.Script(Resource(resource), parameters) with { Input = input };
        if (environment is not null)
            command = command with { Environment = environment };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        return result.Succeeded ? result.Output : throw Failed(host, resource, result);
    }

    /// <summary>Runs a command and insists on exit code 0.</summary>
    /// <exception cref="AegirException">CommandFailed, with the last lines it said.</exception>
    public static async Task<CommandResult> RunRequiredAsync(this IHost host, HostCommand command, CancellationToken cancellation)
    {
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        return result.Succeeded ? result : throw new AegirException(AegirErrorKind.Failed, "CommandFailed",
            $"'{command.File}' failed on {host.Name} (exit code {result.ExitCode}): {result.Tail()}",
            "Mend what the message names and run the command again.");
    }

    /// <summary>
    /// Runs a PHP script of this assembly; it finds its parameters in $input and prints JSON. Script and parameters both travel on
    /// standard input, so that nothing of them shows in a process list and no file is left behind.
    /// </summary>
    /// <exception cref="AegirException">ScriptFailed, with the last lines it said.</exception>
    public static async Task<T> PhpAsync<T>(
        this IHost host, string php, string resource, object input, CancellationToken cancellation,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var json = Convert.ToBase64String(Encoding.UTF8.GetBytes(Json.Write(input)));
        var program = $"<?php $input = json_decode(base64_decode('{json}'), true);\n?>" + Resource(resource);
        var command = new HostCommand(php, "-d", "display_errors=stderr") { Input = program };
        if (environment is not null)
            command = command with { Environment = environment };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        if (!result.Succeeded)
            throw Failed(host, resource, result);
        // Settings files may print; what is ours is the last line.
        var last = result.Output.TrimEnd().Split('\n')[^1];
        return Json.TryRead<T>(last) ?? throw Failed(host, resource, result);
    }

    private static AegirException Failed(IHost host, string resource, CommandResult result) => new(
        AegirErrorKind.Failed, "ScriptFailed",
        $"{resource} failed on {host.Name} (exit code {result.ExitCode}): {result.Tail()}",
        "Mend what the message names and run the command again.");

    internal static string Resource(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream("Aegir." + name)
            ?? throw new InvalidOperationException($"No script {name} in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

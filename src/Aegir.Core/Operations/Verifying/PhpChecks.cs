using System.Globalization;
using Aegir.Hosts;

namespace Aegir.Operations.Verifying;

/// <summary>Looks at the command line PHP of a machine: its version, and the extensions that Drupal needs.</summary>
internal static class PhpChecks
{
    // Without these, no supported Drupal runs.
    private static readonly string[] Needed =
        ["ctype", "date", "dom", "filter", "hash", "json", "pcre", "pdo", "session", "simplexml", "tokenizer", "xml"];

    // Without these, some sites do not, or slowly.
    private static readonly string[] Wanted = ["curl", "gd", "mbstring", "zend opcache"];

    private static readonly string[] Drivers = ["pdo_mysql", "pdo_pgsql", "pdo_sqlite"];

    public static async Task RunAsync(IHost host, Server server, ServerChecks checks, StepContext context)
    {
        Seen seen;
        try
        {
            seen = await host.PhpAsync<Seen>(server.Php, "Operations.Verifying.php.php", new { }, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id is "ScriptFailed" or "CommandNotStarted")
        {
            Fail($"'{server.Php}' on '{server.Name}' is no PHP of 7.4 or later for the command line: {error.Message}",
                $"Install php-cli, or name it: Set-AegirServer '{server.Name}' -Php PATH");
            return;
        }
        if (!IsRecent(seen.Version))
            Fail($"PHP on '{server.Name}' is {seen.Version}; 7.4 or later is needed.", $"Install it, or name it: Set-AegirServer '{server.Name}' -Php PATH");
        var extensions = seen.Extensions.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = Needed.Where(extension => !extensions.Contains(extension)).ToList();
        if (missing.Count > 0)
            Fail($"PHP {seen.Version} on '{server.Name}' lacks {string.Join(", ", missing)}.", "Install these extensions.");
        if (!Drivers.Any(extensions.Contains))
            Fail($"PHP {seen.Version} on '{server.Name}' has neither pdo_mysql nor pdo_pgsql nor pdo_sqlite.", "Install the PDO driver of your sites' databases.");
        var unwanted = Wanted.Where(extension => !extensions.Contains(extension)).ToList();
        if (unwanted.Count > 0)
            checks.Warn(context, "php", $"{seen.Version} has no {string.Join(", ", unwanted)}, which Drupal can make use of.", "Install these extensions.");
        else
            checks.Ok(context, "php", $"{seen.Version} with {string.Join(", ", Drivers.Where(extensions.Contains))}.");

        void Fail(string message, string action) => checks.Fail(context, "php", "ServerPhpUnfit", message, action);
    }

    private static bool IsRecent(string version)
    {
        var numbers = version.Split('.');
        return numbers.Length > 1 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && (major, minor).CompareTo((7, 4)) >= 0;
    }

    private sealed record Seen(string Version, IReadOnlyList<string> Extensions);
}

using System.Text.RegularExpressions;
using Aegir.Hosts;

namespace Aegir.WebServers;

/// <summary>What the scripts for web servers mean by their exit codes.</summary>
internal static partial class WebErrors
{
    public static AegirException From(CommandResult result, IHost host, Server server, WebTree tree)
    {
        var words = result.Tail(8);
        var on = $"on '{server.Name}'";
        if (words.Contains("sudo: ", StringComparison.Ordinal))
            return Error(AegirErrorKind.Unavailable, "SudoRuleMissing", $"The account of Aegir {on} may not run {tree.App} as the administrator: {words}",
                $"Allow it in a file of /etc/sudoers.d: ACCOUNT ALL=(root) NOPASSWD: /usr/sbin/{(tree.App == "nginx" ? "nginx" : "apache2ctl")}");
        return result.ExitCode switch
        {
            80 => Error(AegirErrorKind.Unavailable, "WebServerMissing", $"There is no program '{words}' {on}.",
                $"Install {tree.App}, or name its program: Set-AegirServer {server.Name} -WebCommand …"),
            81 => Error(AegirErrorKind.Refused, "WebConfigurationRefused", $"{tree.App} {on} refuses the new configuration, and goes on with the old one: {words}",
                "Mend what it names; nothing was changed."),
            82 => Error(AegirErrorKind.Refused, "WebConfigurationRefused",
                $"{tree.App} {on} refuses its configuration because of {Culprit(words)}, which was so before this change: {words}",
                "Mend or remove that file; until then nothing can be changed or reloaded."),
            83 => Error(AegirErrorKind.NotFound, "CertificateMissing", $"There is no certificate {on} in {words}: openssl.key and openssl.crt are needed.",
                "Put the files there, or let the site have a self-signed certificate by naming none."),
            84 => Error(AegirErrorKind.Refused, "CertificateInvalid", $"A certificate {on} cannot be used: {words}.", "Mend or replace its files."),
            85 => Error(AegirErrorKind.Unavailable, "WebReloadFailed", $"{tree.App} {on} could not be reloaded: {words}",
                "Start it, or mend what it names; the next reload takes all changes along."),
            86 => Error(AegirErrorKind.Unavailable, "WebReloadFailed",
                $"{tree.App} {on} was reloaded, but does not answer at {ManagedHosting.LocalUrl(server)} by the configuration in {tree.Link}.",
                $"Let its own configuration include {tree.Link} and listen there; its error log tells what else may keep it."),
            87 => Error(AegirErrorKind.Unavailable, "PhpFpmMissing", $"There is no socket of PHP-FPM in /run/php {on}.",
                $"Start php-fpm, or name its socket: Set-AegirServer {server.Name} -PhpFpm PATH"),
            88 => Error(AegirErrorKind.Busy, "WebServerBusy", $"The configuration of {tree.App} {on} cannot be changed: {words}.", "Try again later."),
            _ => Error(AegirErrorKind.Failed, "WebConfigurationFailed",
                $"The configuration of {tree.App} could not be changed on {host.Name} (exit code {result.ExitCode}): {words}",
                "Mend what the message names and run the command again."),
        };
    }

    // nginx: … in /path/file:3; Apache: Syntax error on line 3 of /path/file:
    private static string Culprit(string words) =>
        File().Match(words) is { Success: true } found ? found.Groups[1].Value + found.Groups[2].Value : "what it names";

    private static AegirException Error(AegirErrorKind kind, string id, string message, string action) => new(kind, id, message, action);

    [GeneratedRegex(@" in (/\S+):\d+|on line \d+ of (/.+?):")]
    private static partial Regex File();
}

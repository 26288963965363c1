using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>A platform's own drush, for one site. Its exit code counts only when it is not 0 (field notes 1 to 5).</summary>
/// <param name="token">Lets drush through the site's closed gate; null where it is open.</param>
internal sealed class Drush(IHost host, string path, string php, SiteLocation site, string? token)
{
    /// <summary>Runs the pending database updates. Caches are left as they are: <see cref="RebuildCachesAsync"/> is to follow, and once is enough.</summary>
    /// <exception cref="AegirException">UpdatesFailed.</exception>
    public Task UpdateDatabaseAsync(Action<TaskLogLevel, string> log, CancellationToken cancellation) =>
        RunAsync("UpdatesFailed", "The database updates failed",
            ["updatedb", "-y", site.Major >= 8 ? "--no-cache-clear" : "--cache-clear=0"], log, cancellation);

    /// <exception cref="AegirException">CacheRebuildFailed.</exception>
    public Task RebuildCachesAsync(Action<TaskLogLevel, string> log, CancellationToken cancellation) =>
        RunAsync("CacheRebuildFailed", "The cache rebuild failed", site.Major >= 8 ? ["cache:rebuild"] : ["cache-clear", "all"], log, cancellation);

    private async Task RunAsync(
        string errorId, string problem, string[] arguments, Action<TaskLogLevel, string> log, CancellationToken cancellation)
    {
        string[] options = [$"--root={site.Docroot}", $"--uri={site.Site}", .. site.Major >= 8 ? Array.Empty<string>() : ["--nocolor"]];
        var command = new HostCommand(path, [.. arguments, .. options])
        {
            WorkingDirectory = site.Docroot,
            Environment = Variables(),
            OnLine = line => Log(line, log),
        };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        if (!result.Succeeded)
            throw new AegirException(AegirErrorKind.Failed, errorId,
                $"{problem}: drush {arguments[0]} ended with exit code {result.ExitCode}: {result.Tail()}",
                "Read the task's log (Get-AegirTaskLog), mend the module it names on the target, and run the upgrade again.");
    }

    // Drush 12 dies without HOME (field note 23); COLUMNS keeps it from folding what we log.
    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string> { ["COLUMNS"] = "160" };
        if (token is not null)
            variables[SitePhp.TokenVariable] = token;
        if (Environment.GetEnvironmentVariable("HOME") is null or "")
            variables["HOME"] = "/tmp";
        if (php.StartsWith('/'))
        {
            variables["DRUSH_PHP"] = php;
            variables["PATH"] = php[..php.LastIndexOf('/')] + ":" + (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin");
        }
        return variables;
    }

    private static void Log(string line, Action<TaskLogLevel, string> log)
    {
        var text = line.Trim();
        if (text.Length == 0)
            return;
        var warning = text.Contains("[warning]", StringComparison.OrdinalIgnoreCase) || text.Contains("[error]", StringComparison.OrdinalIgnoreCase);
        log(warning ? TaskLogLevel.Warning : TaskLogLevel.Verbose, text);
    }
}

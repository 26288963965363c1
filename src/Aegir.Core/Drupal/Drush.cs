using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>A platform's own drush, for one site. Its exit code counts only when it is not 0 (field notes 1 to 5).</summary>
/// <param name="token">Lets drush through the site's closed gate; null where it is open.</param>
internal sealed class Drush(IHost host, string path, string php, SiteLocation site, string? token)
{
    /// <summary>See <see cref="Drupal.CodeCache"/>.</summary>
    public IReadOnlyDictionary<string, string> CodeCache { get; init; } = new Dictionary<string, string>();

    /// <summary>Runs the pending database updates. Caches are left as they are: <see cref="RebuildCachesAsync"/> is to follow, and once is enough.</summary>
    /// <exception cref="AegirException">UpdatesFailed.</exception>
    public Task UpdateDatabaseAsync(Action<TaskLogLevel, string> log, CancellationToken cancellation) =>
        RunAsync("UpdatesFailed", "The database updates failed",
            ["updatedb", "-y", site.Major >= 8 ? "--no-cache-clear" : "--cache-clear=0"], log, cancellation);

    /// <exception cref="AegirException">CacheRebuildFailed.</exception>
    public Task RebuildCachesAsync(Action<TaskLogLevel, string> log, CancellationToken cancellation) =>
        RunAsync("CacheRebuildFailed", "The cache rebuild failed", site.Major >= 8 ? ["cache:rebuild"] : ["cache-clear", "all"], log, cancellation);

    /// <summary>Installs a site over the settings that are there, with a password for its first account that nobody learns.</summary>
    /// <exception cref="AegirException">InstallFailed.</exception>
    public Task InstallAsync(InstallAnswers answers, Action<TaskLogLevel, string> log, CancellationToken cancellation) =>
        RunAsync("InstallFailed", "The site could not be installed",
        [
            site.Major >= 8 ? "site:install" : "site-install", answers.Profile, "-y", $"--sites-subdir={site.Directory}",
            $"--site-name={answers.Title}", $"--site-mail={answers.Email}", "--account-name=admin", $"--account-mail={answers.Email}",
            .. answers.Language == "en" ? Array.Empty<string>() : [$"--locale={answers.Language}"],
        ], log, cancellation);

    /// <summary>A link that logs the first account in, once.</summary>
    /// <param name="url">Where the site answers, such as https://www.example.com.</param>
    /// <exception cref="AegirException">LoginFailed.</exception>
    public async Task<string> LoginAsync(string url, CancellationToken cancellation)
    {
        var result = await RunAsync("LoginFailed", "No login link could be had", [site.Major >= 8 ? "user:login" : "user-login", "--no-browser"],
            (_, _) => { }, cancellation, url).ConfigureAwait(false);
        return result.Output.Split('\n', StringSplitOptions.TrimEntries).LastOrDefault(line => line.Contains("/user/reset/", StringComparison.Ordinal))
            ?? throw new AegirException(AegirErrorKind.Failed, "LoginFailed", "Drush gave no login link.", "Check that the site's first account is not blocked.");
    }

    /// <exception cref="AegirException">CronFailed.</exception>
    public Task CronAsync(Action<TaskLogLevel, string> log, CancellationToken cancellation) =>
        RunAsync("CronFailed", "Cron failed", [site.Major >= 8 ? "core:cron" : "core-cron"], log, cancellation);

    private async Task<CommandResult> RunAsync(
        string errorId, string problem, string[] arguments, Action<TaskLogLevel, string> log, CancellationToken cancellation, string? uri = null)
    {
        string[] options = [$"--root={site.Docroot}", $"--uri={uri ?? site.Site}", .. site.Major >= 8 ? Array.Empty<string>() : ["--nocolor"]];
        var command = new HostCommand(path, [.. arguments, .. options])
        {
            WorkingDirectory = site.Docroot,
            Environment = Variables(),
            OnLine = line => Log(line, log),
        };
        var result = await host.RunAsync(command, cancellation).ConfigureAwait(false);
        return result.Succeeded ? result : throw new AegirException(AegirErrorKind.Failed, errorId,
            $"{problem}: drush {arguments[0]} ended with exit code {result.ExitCode}: {DrushSecrets.Scrub(result.Tail())}",
            "Read the task's log (Get-AegirTaskLog), mend what it names, and try again.");
    }

    // Drush 12 dies without HOME (field note 23); COLUMNS keeps it from folding what we log.
    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(CodeCache) { ["COLUMNS"] = "160" };
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
        var text = DrushSecrets.Scrub(line.Trim());
        if (text.Length == 0)
            return;
        var warning = text.Contains("[warning]", StringComparison.OrdinalIgnoreCase) || text.Contains("[error]", StringComparison.OrdinalIgnoreCase);
        log(warning ? TaskLogLevel.Warning : TaskLogLevel.Verbose, text);
    }
}

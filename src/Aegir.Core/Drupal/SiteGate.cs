using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>ClosedByAnother: the block in settings.php is that of another task. Sealed: it is nobody's, as the site is disabled.</summary>
public enum GateState { Open, Closed, ClosedByAnother, Sealed }

/// <summary>
/// Keeps everybody but one task out of a site: visitors, admins and cron alike, so that nothing is written to a database that is
/// about to be left behind. The gate is a block at the start of settings.php that answers 503 to the web and exit code 75 to the
/// command line, before any database is opened. It lets in a request with the header X-Aegir-Task, and a command with the
/// environment variable AEGIR_TASK, that hold the task's token; the block itself only holds the token's SHA-256.
/// </summary>
/// <remarks>
/// A web server whose PHP caches compiled files takes up to opcache.revalidate_freq seconds (2 by default) to see the gate, and never
/// sees it where opcache.validate_timestamps is off; <see cref="SiteLook.LookThroughAsync"/> tells. Requests that had
/// already started run on: wait until the database is idle. Files that the web server hands out without PHP stay readable.
/// </remarks>
public static class SiteGate
{
    /// <summary>Closes the gate; nothing happens where it is closed for this token already.</summary>
    /// <exception cref="AegirException">SiteIsClosed where another task's gate is there; SettingsUnreadable; SettingsNotWritable.</exception>
    public static Task CloseAsync(
        IHost host, string php, string docroot, string directory, string token, CancellationToken cancellation) =>
        RunAsync(host, php, new Request("Close", docroot, directory, token), cancellation);

    /// <summary>Closes the gate for this token where it is closed for another: at no moment it is open.</summary>
    /// <exception cref="AegirException">SettingsUnreadable; SettingsNotWritable.</exception>
    public static Task TakeOverAsync(
        IHost host, string php, string docroot, string directory, string token, CancellationToken cancellation) =>
        RunAsync(host, php, new Request("Close", docroot, directory, token, Replace: true), cancellation);

    /// <summary>Closes the gate for everybody, or makes one that is closed nobody's: that of a site which is to stay shut.</summary>
    /// <exception cref="AegirException">SettingsUnreadable; SettingsNotWritable.</exception>
    public static Task SealAsync(IHost host, string php, string docroot, string directory, CancellationToken cancellation) =>
        RunAsync(host, php, new Request("Close", docroot, directory, null, Replace: true, Seal: true), cancellation);

    /// <summary>Opens the gate of this token, or any where it is null: settings.php is then byte for byte what it was before, with its
    /// former time and mode. A gate of another task is left alone.</summary>
    /// <returns>The state after it.</returns>
    /// <exception cref="AegirException">SettingsUnreadable; SettingsNotWritable.</exception>
    public static Task<GateState> OpenAsync(
        IHost host, string php, string docroot, string directory, string? token, CancellationToken cancellation) =>
        RunAsync(host, php, new Request("Open", docroot, directory, token), cancellation);

    /// <summary>The state of the gate as a task with this token sees it.</summary>
    /// <exception cref="AegirException">SettingsUnreadable.</exception>
    public static Task<GateState> StateAsync(
        IHost host, string php, string docroot, string directory, string? token, CancellationToken cancellation) =>
        RunAsync(host, php, new Request("Tell", docroot, directory, token), cancellation);

    /// <summary>The state as visitors see it; null where no settings are there that could be read, and nobody gets in.</summary>
    public static async Task<GateState?> FindAsync(IHost host, string php, string docroot, string directory, CancellationToken cancellation)
    {
        try
        {
            return await StateAsync(host, php, docroot, directory, null, cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "SettingsUnreadable")
        {
            return null;
        }
    }

    private static async Task<GateState> RunAsync(IHost host, string php, Request request, CancellationToken cancellation) =>
        (await SitePhp.RunAsync<Answer>(host, php, ["write-file.php", "gate-block.php", "gate.php"], request, null, cancellation).ConfigureAwait(false)).State;

    private sealed record Request(string Do, string Docroot, string Directory, string? Token, bool Replace = false, bool Seal = false);

    private sealed record Answer(GateState State);
}

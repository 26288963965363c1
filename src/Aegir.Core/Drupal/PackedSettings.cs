using Aegir.Hosts;

namespace Aegir.Drupal;

/// <summary>The PHP files at the top of a site's folder as an archive is to have them: settings.php with its credentials in plain words and
/// without a gate, drushrc.php as the original system reads it (aegir-spec 2.5), or both without credentials.</summary>
internal static class PackedSettings
{
    /// <param name="options">What drushrc.php says beside the database.</param>
    /// <param name="token">The task's token, where the site's gate is closed.</param>
    /// <returns>Texts in base64 by file name; they may hold the password.</returns>
    /// <exception cref="AegirException">SettingsUnreadable, SiteIsClosed.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        IHost host, string php, SiteLocation site, bool credentials, IReadOnlyDictionary<string, string> options, string? token,
        CancellationToken cancellation) =>
        (await SitePhp.RunAsync<Answer>(host, php, ["load-settings.php", "gate-block.php", "settings-block.php", "pack-settings.php"],
            new { Site = site, Credentials = credentials, Options = options }, token, cancellation).ConfigureAwait(false)).Files;

    private sealed record Answer(Dictionary<string, string> Files);
}

using System.Text;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Service.Configuration;
using Aegir.Tests.Components;
using Aegir.Tests.Fuzzing;

namespace Aegir.Tests.Parsers;

/// <summary>Settings: of the service, and of sites, which a real PHP reads.</summary>
internal static class SettingsParsers
{
    private static readonly Lazy<TempFolder> Folder = new(() =>
    {
        var folder = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    });

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("service-settings", text =>
        {
            var file = Folder.Value.At("service.json");
            File.WriteAllBytes(file, text);
            var settings = SettingsReader.Read(["--Config", file]);
            _ = SettingsReader.Address(settings);
            return Task.CompletedTask;
        }) { Words = ["\"Listen\":", "\"http://127.0.0.1:8484\"", "\"CheckEvery\":\"", "\"Webhooks\":{", "\"LogLevel\":{\"Default\":", "[[[[", "//", "/*", "null", "\"Workers\":", "1.00:00:00"] },
        new("service-words", text =>
        {
            _ = SettingsReader.Read([.. Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains("Config", StringComparison.OrdinalIgnoreCase))]);
            return Task.CompletedTask;
        }) { Words = ["--Listen\n", "--Listen=", "/Listen=", "-L", "--Webhooks:PerMinute\n", "--LogLevel:Default\n", "http://[::1]:1\n", "--=\n", "=\n"] },
        new("site-settings", SiteAsync)
        {
            Words = ["<?php ", "?>", "exit;", "die('x');", "throw new Exception('x');", "$databases = ", "[]", "array(", "$settings['hash_salt'] = ", "include __DIR__ . '/settings.local.php';", "__halt_compiler();", "declare(strict_types=1);",
                "namespace x;", "echo \"#aegir {}\\n\";", "ob_end_clean();", "error_reporting(0);", "function aegir_load_settings() {}", "class AegirScript {}", "$site = null;", "\"\\u{0}\"", "register_shutdown_function('x');", "ini_set('memory_limit', '1');"],
            Everyday = 25,
        },
    ];

    // The site's settings, and those that they include: after a line of dashes.
    private static async Task SiteAsync(byte[] text)
    {
        var folder = Folder.Value;
        var parts = Encoding.Latin1.GetString(text).Split("\n----\n", 2);
        foreach (var (name, part) in new[] { ("settings.php", parts[0]), ("settings.local.php", parts.ElementAtOrDefault(1) ?? "") })
        {
            folder.Write("web/sites/a.example.test/" + name, "");
            await File.WriteAllBytesAsync(folder.At("web/sites/a.example.test/" + name), Encoding.Latin1.GetBytes(part));
        }
        var site = new SiteLocation(folder.At("web"), "a.example.test", "a.example.test", 10);
        await BuildParsers.EachAsync(
            () => SiteReader.ReadAsync(new LocalHost(), "php", site, null, default),
            () => SiteGate.StateAsync(new LocalHost(), "php", site.Docroot, site.Directory, null, default));
    }
}

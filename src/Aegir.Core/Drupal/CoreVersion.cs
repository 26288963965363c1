using System.Text.RegularExpressions;

namespace Aegir.Drupal;

/// <summary>What core says of itself: its version and the lowest PHP it runs on.</summary>
internal sealed partial record CoreVersion(string Version, int Major, string? PhpMinimum)
{
    private const string ModernFile = "core/lib/Drupal.php";
    private const string ModernBootstrap = "core/includes/bootstrap.inc";
    private const string LegacyFile = "includes/bootstrap.inc";

    private static readonly string[] AncientFiles = ["modules/system/system.module", "modules/system.module"];

    /// <exception cref="AegirException">NotADrupal: no version is named. DrupalNotSupported: neither of 7 to 11.</exception>
    public static CoreVersion Read(CodeBaseScan scan)
    {
        var text = scan.Text(scan.IsModern ? ModernFile : LegacyFile) ?? "";
        var found = (scan.IsModern ? Constant() : Define()).Match(text);
        if (!found.Success && scan.IsModern)
            throw CodeBaseErrors.NoVersion($"{scan.Docroot}/{ModernFile}");
        if (!found.Success)
            throw CodeBaseErrors.NotSupported(scan.Docroot, AncientVersion(scan));
        var version = found.Groups["version"].Value;
        if (!DrupalVersion.TryParse(version, out var parsed) || parsed.CoreMajor is < 7 or > 11)
            throw CodeBaseErrors.NotSupported(scan.Docroot, version);
        var php = Php().Match(text);
        if (!php.Success && scan.IsModern)
            php = Php().Match(scan.Text(ModernBootstrap) ?? "");
        return new CoreVersion(version, parsed.CoreMajor, php.Success ? php.Groups["version"].Value : null);
    }

    private static string? AncientVersion(CodeBaseScan scan) => AncientFiles
        .Select(file => Define().Match(scan.Text(file) ?? ""))
        .FirstOrDefault(match => match.Success)?.Groups["version"].Value;

    // Nothing here may run over many lines from each of them: a file of a million empty ones would take hours.
    [GeneratedRegex(@"^[ \t]*(?:(?:public|final)[ \t]+){0,2}const\s{1,9}VERSION\s{0,9}=\s{0,9}['""](?<version>[^'""]+)['""]", RegexOptions.Multiline)]
    private static partial Regex Constant();

    [GeneratedRegex(@"^[ \t]*define\(\s{0,9}'VERSION'\s{0,9},\s{0,9}['""](?<version>[^'""]+)['""]\s{0,9}\)", RegexOptions.Multiline)]
    private static partial Regex Define();

    [GeneratedRegex(@"\b(?:DRUPAL_)?MINIMUM_PHP(?:'\s*,|\s*=)\s*['""](?<version>\d[\d.]*)['""]")]
    private static partial Regex Php();
}

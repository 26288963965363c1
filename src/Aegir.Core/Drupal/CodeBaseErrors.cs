using Aegir.Hosts;

namespace Aegir.Drupal;

internal static class CodeBaseErrors
{
    public static AegirException PathInvalid(string path) => new(
        AegirErrorKind.InvalidInput, "PlatformPathInvalid",
        $"'{path}' is no absolute path.",
        "Give the path of the docroot, or of the project above it, from / on and without '..'.");

    public static AegirException PathNotFound(string path, string host) => new(
        AegirErrorKind.NotFound, "PlatformPathNotFound",
        $"There is no folder {path} on {host}.",
        "Check the path, and that the code base was built or copied to this server.");

    public static AegirException Unreadable(string path, string host) => new(
        AegirErrorKind.Unavailable, "PlatformPathUnreadable",
        $"{Names.AbsolutePath(path) ?? path} on {host} is there but may not be read.",
        "Give the account that Aegir uses on this server the right to read it.");

    public static AegirException NotADrupal(string path, string host) => new(
        AegirErrorKind.InvalidInput, "NotADrupal",
        $"{path} on {host} holds no Drupal: neither it nor web, docroot, html, public or the web root of its composer.json has "
        + "core/lib/Drupal.php or includes/bootstrap.inc.",
        "Give the docroot of a Drupal code base, or the composer project above it.");

    public static AegirException NoVersion(string file) => new(
        AegirErrorKind.InvalidInput, "NotADrupal",
        $"{file} names no version of Drupal: the code base is broken or not Drupal.",
        "Build the code base anew, or copy it again.");

    public static AegirException NotSupported(string docroot, string? version) => new(
        AegirErrorKind.Refused, "DrupalNotSupported",
        $"{docroot} holds Drupal {version ?? "of a version before 7"}; versions 7 to 11 are supported.",
        "Use a code base of Drupal 7, 8, 9, 10 or 11.");

    public static AegirException ReadFailed(string path, string host, CommandResult result, Exception? cause) => new(
        AegirErrorKind.Failed, "PlatformReadFailed",
        $"The code base in {path} on {host} could not be read (exit code {result.ExitCode}): "
        + (result.Error.Length > 0 ? result.Tail() : cause?.Message ?? "the answer was cut short"),
        "Mend what the message names. The server needs sh, sed, sha256sum, and GNU find and tar.", cause);
}

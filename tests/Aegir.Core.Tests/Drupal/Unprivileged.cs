using Aegir.Hosts;

namespace Aegir.Tests.Drupal;

/// <summary>Runs commands so that permissions bind: the administrator's account reads everything.</summary>
internal static class Unprivileged
{
    private const string SetPriv = "/usr/bin/setpriv";

    public static string? Skip => Environment.IsPrivilegedProcess && !File.Exists(SetPriv)
        ? "runs as root, and there is no setpriv to step down with" : null;

    public static IHost Host() => new CountingHost(command => !Environment.IsPrivilegedProcess ? command : command with
    {
        File = SetPriv,
        Arguments = ["--reuid=65534", "--regid=65534", "--clear-groups", command.File, .. command.Arguments],
    });
}

/// <summary>A theory that needs permissions to bind.</summary>
internal sealed class UnprivilegedTheoryAttribute : TheoryAttribute
{
    public UnprivilegedTheoryAttribute() => Skip = Unprivileged.Skip;
}

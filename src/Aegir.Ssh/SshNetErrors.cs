using Aegir.Hosts.Ssh;
using Renci.SshNet.Common;

namespace Aegir.Ssh;

/// <summary>What SSH.NET throws when it cannot connect, told apart as what ssh says is.</summary>
internal static class SshNetErrors
{
    public static AegirException From(SshAddress address, Exception error) => error switch
    {
        AegirException known => known,
        SshAuthenticationException => SshErrors.LoginRefused(address, error.Message),
        _ => SshErrors.Unreachable(address, error.Message),
    };

    public static AegirException KeyLocked(SshAddress address, string path, string why) => new(AegirErrorKind.Unavailable, "SshKeyLocked",
        $"The key file '{path}' for '{address.Name}' is locked. {why}",
        $"Name the passphrase: Set-AegirServer '{address.Name}' -SshSecret env:NAME, file:PATH or vault:NAME; for this session only, -Credential.");
}

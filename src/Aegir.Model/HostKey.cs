namespace Aegir;

/// <summary>A host key that a machine presents.</summary>
/// <param name="Type">Such as ssh-ed25519.</param>
/// <param name="Fingerprint">As ssh-keygen -l prints it: SHA256:…</param>
/// <param name="IsAccepted">True for the key that is trusted.</param>
public sealed record HostKey(string Type, string Fingerprint, bool IsAccepted)
{
    public override string ToString() => $"{Fingerprint} ({Type})";
}

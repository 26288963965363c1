using System.Buffers.Binary;
using System.Text;
using Aegir.Hosts.Ssh;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Aegir.Ssh;

/// <summary>Host keys between SSH.NET and known_hosts.</summary>
internal static class KnownKey
{
    /// <summary>A key that is presented, as a line of known_hosts.</summary>
    public static string Line(SshAddress address, HostKeyEventArgs seen)
    {
        // The key says its own type; the name is that of a signature, of which an RSA key has several.
        var length = BinaryPrimitives.ReadInt32BigEndian(seen.HostKey);
        return $"{address.KnownAs} {Encoding.ASCII.GetString(seen.HostKey, 4, length)} {Convert.ToBase64String(seen.HostKey)}";
    }

    /// <summary>Asks a machine that has keys of several types for the one that was accepted.</summary>
    public static void Prefer(ConnectionInfo login, string? accepted)
    {
        if (accepted is null)
            return;
        var type = accepted.Split(' ')[1];
        foreach (var (name, algorithm) in login.HostKeyAlgorithms.Where(each => !Fits(each.Key, type)).ToList())
        {
            login.HostKeyAlgorithms.Remove(name);
            login.HostKeyAlgorithms.Add(name, algorithm);
        }
    }

    private static bool Fits(string algorithm, string type) => algorithm == type || type == "ssh-rsa" && algorithm is "rsa-sha2-512" or "rsa-sha2-256";
}

using System.Security.Cryptography;
using System.Text;

namespace Aegir.Service.Webhooks;

internal static class Signature
{
    private const string Prefix = "sha256=";

    /// <summary>Whether a header is the HMAC-SHA256 of the body, in hexadecimal.</summary>
    public static bool IsOf(string header, string secret, ReadOnlySpan<byte> body)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body, expected);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var readable = header.Length == Prefix.Length + (2 * given.Length) && header.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.FromHexString(header.AsSpan(Prefix.Length), given, out _, out _) == System.Buffers.OperationStatus.Done;
        return CryptographicOperations.FixedTimeEquals(expected, given) & readable;
    }

    /// <summary>Whether a header is the secret itself; its length is no secret, but is not told either.</summary>
    public static bool IsSecret(string header, string secret) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(header)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string HashOf(ReadOnlySpan<byte> body) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(body));
}

using System.Text.RegularExpressions;

namespace Aegir.Building.Fetching;

/// <summary>What a download must amount to before it is used.</summary>
/// <param name="Algorithm">md5, sha1, sha256 or sha512.</param>
/// <param name="Hash">In lower-case hex.</param>
public sealed partial record Checksum(string Algorithm, string Hash)
{
    public static readonly IReadOnlyList<string> Algorithms = ["md5", "sha1", "sha256", "sha512"];

    /// <summary>Reads ALGORITHM:HEX, or HEX, whose length tells the algorithm; null where it is neither.</summary>
    public static Checksum? Parse(string text)
    {
        var parts = text.Trim().ToLowerInvariant().Split([':', '='], 2);
        var hash = parts[^1].Trim();
        var algorithm = hash.Length switch { 32 => "md5", 40 => "sha1", 64 => "sha256", 128 => "sha512", _ => "" };
        return Hex().IsMatch(hash) && algorithm.Length > 0 && (parts.Length == 1 || parts[0] == algorithm) ? new(algorithm, hash) : null;
    }

    /// <summary>Null where the text is no hash of that kind.</summary>
    public static Checksum? Of(string algorithm, string hash) =>
        Parse(hash) is { } checksum && checksum.Algorithm == algorithm ? checksum : null;

    public override string ToString() => $"{Algorithm}:{Hash}";

    [GeneratedRegex(@"\A[0-9a-f]+\z")]
    private static partial Regex Hex();
}

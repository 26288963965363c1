using System.Text;

namespace Aegir.Drupal;

/// <summary>The top-level values of an info file, whichever syntax it is in.</summary>
internal static class InfoFile
{
    private const int LargestFile = 1_000_000;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The values by key; null where the file cannot be used. What is wrong with it goes to <paramref name="warn"/>.</summary>
    public static IReadOnlyDictionary<string, string>? Read(byte[] content, bool yaml, Action<string> warn)
    {
        if (content.Length > LargestFile)
            return Unusable(warn, $"too large ({content.Length} bytes)");
        if (content.AsSpan().Contains((byte)0))
            return Unusable(warn, "holds NUL characters");
        var text = Decode(content, warn);
        if (string.IsNullOrWhiteSpace(text))
            return Unusable(warn, "is empty");
        try
        {
            var values = yaml ? YamlInfo.Parse(text) : IniInfo.Parse(text);
            return values.Count > 0 ? values : Unusable(warn, "holds no values");
        }
        catch (FormatException error)
        {
            return Unusable(warn, error.Message);
        }
    }

    // Latin-1 has a character for every byte, so that a title in an old encoding costs no package.
    private static string Decode(byte[] content, Action<string> warn)
    {
        try
        {
            return Strict.GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            warn("is not UTF-8; read as Latin-1");
            return Encoding.Latin1.GetString(content);
        }
    }

    private static IReadOnlyDictionary<string, string>? Unusable(Action<string> warn, string reason)
    {
        warn(reason);
        return null;
    }
}

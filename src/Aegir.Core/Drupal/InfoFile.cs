using System.Text;

namespace Aegir.Drupal;

/// <summary>An info file, whichever syntax it is in.</summary>
/// <param name="Values">Its top-level values by key; null where the file cannot be used.</param>
/// <param name="Complaints">What is wrong with it.</param>
internal sealed record InfoFile(IReadOnlyDictionary<string, string>? Values, IReadOnlyList<string> Complaints)
{
    private const int LargestFile = 1_000_000;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static InfoFile Read(byte[] content, bool yaml)
    {
        var complaints = new List<string>();
        return new InfoFile(Parse(content, yaml, complaints), complaints);
    }

    private static Dictionary<string, string>? Parse(byte[] content, bool yaml, List<string> complaints)
    {
        if (content.Length > LargestFile)
            return Unusable(complaints, $"too large ({content.Length} bytes)");
        if (content.AsSpan().Contains((byte)0))
            return Unusable(complaints, "holds NUL characters");
        var text = Decode(content, complaints);
        if (string.IsNullOrWhiteSpace(text))
            return Unusable(complaints, "is empty");
        try
        {
            var values = yaml ? YamlInfo.Parse(text) : IniInfo.Parse(text);
            return values.Count > 0 ? values : Unusable(complaints, "holds no values");
        }
        catch (FormatException error)
        {
            return Unusable(complaints, error.Message);
        }
    }

    // Latin-1 has a character for every byte, so that a title in an old encoding costs no package.
    private static string Decode(byte[] content, List<string> complaints)
    {
        try
        {
            return Strict.GetString(content).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            complaints.Add("is not UTF-8; read as Latin-1");
            return Encoding.Latin1.GetString(content);
        }
    }

    private static Dictionary<string, string>? Unusable(List<string> complaints, string reason)
    {
        complaints.Add(reason);
        return null;
    }
}

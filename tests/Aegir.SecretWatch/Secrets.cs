using System.Text.RegularExpressions;

namespace Aegir.SecretWatch;

/// <summary>The secrets there are: those that tests plant, and those that were made for sites, database accounts and webhooks, as the files they belong into have them.</summary>
internal sealed partial class Secrets
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    private readonly object gate = new();

    public int Count => known.Count;

    /// <summary>Takes over what a file of secrets holds.</summary>
    public void Learn(string path, string text)
    {
        var name = Path.GetFileName(path);
        if (path.Contains("/webhooks/", StringComparison.Ordinal) || path.Contains("/secrets/", StringComparison.Ordinal))
            Add(text.Trim());
        else if (name.Contains("settings", StringComparison.Ordinal) || name.StartsWith("drushrc", StringComparison.Ordinal))
            foreach (Match match in InPhp().Matches(text))
                Add(match.Groups[1].Value);
        else
            foreach (Match match in InOptions().Matches(text))
                Add(match.Groups[1].Value);
    }

    /// <summary>Keeps the words of a command line that could be one: a secret may be used before its file is written.</summary>
    public void Remember(string arguments, string where)
    {
        // What makes a site for a test is told its database's password.
        if (arguments.Contains("/fixtures/make-site", StringComparison.Ordinal))
            return;
        lock (gate)
            foreach (var match in Word().EnumerateMatches(arguments))
                words.TryAdd(arguments.Substring(match.Index, match.Length), where);
    }

    /// <summary>The secrets in a text.</summary>
    public IEnumerable<string> In(string text)
    {
        var found = new HashSet<string>();
        lock (gate)
            foreach (var match in Word().EnumerateMatches(text))
                if (text.Substring(match.Index, match.Length) is var word && (known.Contains(word) || Planted().IsMatch(word)))
                    found.Add(word);
        return found;
    }

    /// <summary>The secrets that some command line held, and which.</summary>
    public IEnumerable<(string Secret, string Where)> InArguments()
    {
        lock (gate)
            return [.. words.Where(pair => known.Contains(pair.Key) || Planted().IsMatch(pair.Key)).Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>Enough of it to find it again, and no more.</summary>
    public static string Short(string secret) => secret[..Math.Min(8, secret.Length)] + "…";

    private void Add(string secret)
    {
        // What is shorter may stand anywhere.
        if (Word().Match(secret) is { Success: true, Length: var length } && length == secret.Length)
            lock (gate)
                known.Add(secret);
    }

    [GeneratedRegex("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{20,100}(?![A-Za-z0-9_-])")]
    private static partial Regex Word();

    [GeneratedRegex(@"'(?:password|hash_salt|db_passwd)'\]? *(?:=>|=) *'([^']+)'|drupal_hash_salt = '([^']+)'")]
    private static partial Regex InPhp();

    [GeneratedRegex(@"^password *= *""?([A-Za-z0-9_-]+)", RegexOptions.Multiline)]
    private static partial Regex InOptions();

    /// <summary>All that tests plant is called so.</summary>
    [GeneratedRegex("planted-s3cret")]
    private static partial Regex Planted();
}

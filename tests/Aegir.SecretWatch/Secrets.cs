using System.Text.RegularExpressions;

namespace Aegir.SecretWatch;

/// <summary>The secrets there are: those that tests plant, and those that were made for sites, database accounts and webhooks, as the files they belong into have them.</summary>
internal sealed partial class Secrets
{
    // Each with whether others could read it when it was first seen, which is then the test's own will.
    private readonly Dictionary<string, bool> known = new(StringComparer.Ordinal);
    private readonly HashSet<int> scripts = [];
    private readonly Dictionary<string, string> words = new(StringComparer.Ordinal);
    private readonly object gate = new();

    public int Count => known.Count;

    /// <summary>Takes over what a file of secrets holds.</summary>
    public void Learn(string path, string text, bool open)
    {
        var name = Path.GetFileName(path);
        if (path.Contains("/webhooks/", StringComparison.Ordinal) || path.Contains("/secrets/", StringComparison.Ordinal))
            Add(text.Trim(), open);
        else if (name.Contains("settings", StringComparison.Ordinal) || name.StartsWith("drushrc", StringComparison.Ordinal))
            foreach (Match match in InPhp().Matches(text))
                Add(match.Groups[1].Value, open);
        else
            foreach (Match match in InOptions().Matches(text))
                Add(match.Groups[1].Value, open);
    }

    /// <summary>Keeps the words of a command line that could be one: a secret may be used before its file is written.</summary>
    public void Remember(string arguments, string where)
    {
        // What makes a site for a test is told its database's password, and tells it to drush with a word that we never use.
        if (arguments.Contains("/fixtures/make-site", StringComparison.Ordinal) || arguments.Contains("\0--db-url=", StringComparison.Ordinal))
            return;
        lock (gate)
            foreach (var argument in arguments.Split('\0'))
                // Scripts come again and again.
                if (argument.Length < 20 || (argument.Length > 400 && !scripts.Add(argument.GetHashCode(StringComparison.Ordinal))))
                    continue;
                else
                    foreach (var match in Word().EnumerateMatches(argument))
                        words.TryAdd(argument.Substring(match.Index, match.Length), where);
    }

    /// <summary>The secrets in a text.</summary>
    public IEnumerable<string> In(string text)
    {
        var found = new HashSet<string>();
        lock (gate)
            foreach (var match in Word().EnumerateMatches(text))
                if (text.Substring(match.Index, match.Length) is var word && (known.ContainsKey(word) || Planted().IsMatch(word)))
                    found.Add(word);
        return found;
    }

    /// <summary>Those in a text that were made, and that nobody else could read so far. What tests plant, they put wherever they like.</summary>
    public IEnumerable<string> ShutIn(string text)
    {
        lock (gate)
            return [.. In(text).Where(word => known.TryGetValue(word, out var open) && !open && !Planted().IsMatch(word))];
    }

    /// <summary>The secrets that some command line held, and which.</summary>
    public IEnumerable<(string Secret, string Where)> InArguments()
    {
        lock (gate)
            return [.. words.Where(pair => known.ContainsKey(pair.Key) || Planted().IsMatch(pair.Key)).Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>Enough of it to find it again, and no more.</summary>
    public static string Short(string secret) => secret[..Math.Min(8, secret.Length)] + "…";

    private void Add(string secret, bool open)
    {
        // What is shorter may stand anywhere.
        if (Word().Match(secret) is { Success: true, Length: var length } && length == secret.Length)
            lock (gate)
                known.TryAdd(secret, open);
    }

    [GeneratedRegex("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{20,100}(?![A-Za-z0-9_-])")]
    private static partial Regex Word();

    [GeneratedRegex(@"'(?:password|db_passwd)'\]? *(?:=>|=) *'([^']+)'")]
    private static partial Regex InPhp();

    [GeneratedRegex(@"^password *= *""?([A-Za-z0-9_-]+)", RegexOptions.Multiline)]
    private static partial Regex InOptions();

    /// <summary>All that tests plant is called so.</summary>
    [GeneratedRegex("planted-s3cret")]
    private static partial Regex Planted();
}

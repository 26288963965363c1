namespace Aegir.Hosts;

/// <summary>The one way a value gets into a line that a POSIX shell reads.</summary>
public static class ShellQuote
{
    /// <summary>Quotes a value so that a POSIX shell takes it as one word, whatever is in it.</summary>
    /// <exception cref="ArgumentException">It holds a NUL, which no argument can.</exception>
    public static string Word(string value) => value.Contains('\0')
        ? throw new ArgumentException("An argument cannot hold a NUL character.", nameof(value))
        : "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    public static string Words(IEnumerable<string> values) => string.Join(' ', values.Select(Word));
}

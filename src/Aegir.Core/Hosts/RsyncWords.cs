using System.Text.RegularExpressions;

namespace Aegir.Hosts;

/// <summary>What one machine's rsync wants to be run on another: nothing but an rsync that is told all else later, over the connection.</summary>
public static partial class RsyncWords
{
    /// <summary>The kind of what is copied, and rsync's arguments.</summary>
    /// <param name="words">folder or file, and the command.</param>
    /// <param name="machine">Whose words they are.</param>
    /// <exception cref="AegirException">AnswerUnreadable.</exception>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> words, string machine) =>
        words is ["folder" or "file", "rsync", "--server", var letters] && Letters().IsMatch(letters) ? [words[0], words[2], letters]
            : throw HostAnswer.Unreadable(string.Join(' ', words), $"rsync on '{machine}'");

    // Behind the dot is what its version can do.
    [GeneratedRegex(@"\A-[A-Za-z]+(\.[A-Za-z]*)?\z")]
    private static partial Regex Letters();
}

using System.Text.RegularExpressions;
using Aegir.Hosts;

namespace Aegir.TestWorker;

/// <summary>What a command is called where commands are listed.</summary>
public static partial class CommandLabel
{
    // The first comment of the script tells what it is for.
    public static string Of(HostCommand command)
    {
        var text = command.File == "sh" ? command.Arguments[1] : command.Input ?? "";
        var comment = Comment().Matches(text).LastOrDefault()?.Groups[1].Value ?? text.Split('\n')[0];
        var label = $"{Path.GetFileName(command.File)} {(command.Input is null && command.File != "sh" ? command.Arguments.FirstOrDefault() : comment)}";
        return label.Length > 80 ? label[..80] : label;
    }

    [GeneratedRegex(@"(?:^# |<\?php\n// )(.+)$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}

using System.Text;

namespace Aegir.Hosts;

/// <summary>Reads a program's output to its end.</summary>
internal static class Lines
{
    /// <param name="onLine">Called for each line as it comes; null for nobody.</param>
    public static async Task<string> CollectAsync(StreamReader reader, Action<string>? onLine)
    {
        if (onLine is null)
            return await reader.ReadToEndAsync().ConfigureAwait(false);
        var text = new StringBuilder();
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            text.Append(line).Append('\n');
            onLine(line);
        }
        return text.ToString();
    }
}

namespace Aegir.Service.Pages;

internal static class Like
{
    /// <summary>What was typed, as a pattern: a part of a name will do. Null where nothing was.</summary>
    public static IReadOnlyList<NamePattern>? Patterns(string? typed) => typed?.Trim() is { Length: > 0 and <= 200 } text
        ? [new NamePattern(text.Contains('*') ? text : $"*{text}*")]
        : null;
}

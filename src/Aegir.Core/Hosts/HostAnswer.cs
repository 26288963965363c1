using System.Globalization;

namespace Aegir.Hosts;

/// <summary>Reads what programs on a host printed. They may be other programs than we think, and the host another's by now.</summary>
internal static class HostAnswer
{
    /// <param name="who">Who answered, for the error.</param>
    /// <exception cref="AegirException">AnswerUnreadable.</exception>
    public static long Number(string? text, string who) =>
        long.TryParse(text?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Unreadable(text, who);

    /// <exception cref="AegirException">AnswerUnreadable.</exception>
    public static int Port(string text, string who) => Number(text, who) is >= 0 and <= 65535 and var port ? (int)port : throw Unreadable(text, who);

    /// <summary>Seconds since 1970, with or without a fraction, as a time between the years 1 and 9999.</summary>
    /// <exception cref="AegirException">AnswerUnreadable.</exception>
    public static DateTimeOffset Time(string? text, string who) =>
        double.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds > DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : throw Unreadable(text, who);

    /// <summary>Parts of an answer, insisting on so many.</summary>
    /// <exception cref="AegirException">AnswerUnreadable.</exception>
    public static string[] Parts(string text, char between, int atLeast, string who) =>
        text.Split(between) is var parts && parts.Length >= atLeast ? parts : throw Unreadable(text, who);

    /// <summary>The first row of a table, insisting on so many fields.</summary>
    /// <exception cref="AegirException">AnswerUnreadable.</exception>
    public static string[] Fields(IReadOnlyList<string[]> rows, int atLeast, string who) =>
        rows.FirstOrDefault() is { } row && row.Length >= atLeast ? row : throw Unreadable(string.Join(' ', rows.FirstOrDefault() ?? []), who);

    /// <param name="who">Who answered.</param>
    public static AegirException Unreadable(string? text, string who)
    {
        var shown = new string((text ?? "").Trim().Take(80).Select(sign => char.IsControl(sign) ? ' ' : sign).ToArray());
        return new AegirException(AegirErrorKind.Failed, "AnswerUnreadable", $"{who} gave an answer that makes no sense: '{shown}'.",
            "Check that the programs there are those of the system's packages, and that no login script prints anything.");
    }
}

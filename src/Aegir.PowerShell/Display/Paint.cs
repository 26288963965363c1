using System.Globalization;
using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>What the views of the module show their values through. Colours are the user's own, from $PSStyle.</summary>
public static class Paint
{
    /// <summary>A status in the colour of what it means.</summary>
    public static string Status(object? status, object? style) => status?.ToString() switch
    {
        null => "",
        "Enabled" or "Success" or "Ready" or "Upgraded" or "Done" or "Undone" or "UpToDate" or "Upgrade" or "Targeted" or "Unchanged" => Foreground(status, "Green", style),
        "Locked" or "Queued" or "Processing" or "Warning" or "Skipped" or "Missing" or "NotOffered" or "Moved" or "Built" or "Older" or "InProgress" => Foreground(status, "Yellow", style),
        "Disabled" or "Deleted" or "Error" or "Blocked" or "RolledBack" or "Failed" or "Interrupted" or "Downgrade" or "FailedBefore" or "AtStake" => Foreground(status, "Red", style),
        var plain => plain,
    };

    /// <summary>One word on what is at stake for a distribution; empty where it is not known.</summary>
    public static string Security(SecurityReview? review, object? style) => review switch
    {
        null => "",
        { IsAtStake: true } => Foreground("AtStake", "Red", style),
        { IsUnsupported: true } => Foreground("Unsupp.", "Yellow", style),
        _ => Foreground("Safe", "Green", style),
    };

    /// <summary>A number that should be nought.</summary>
    public static string Count(int count, object? style) =>
        count == 0 ? "0" : Foreground(count.ToString(CultureInfo.CurrentCulture), "Yellow", style);

    /// <summary>Such as 0.4 s, 12 s, 3:05 or 2:03:05.</summary>
    public static string Time(TimeSpan time) => TimeText.Of(time);

    /// <summary>Bytes in the unit that reads best.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var unit = 0;
        var value = (double)bytes;
        for (; value >= 1000 && unit < units.Length - 1; unit++)
            value /= 1000;
        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.CurrentCulture) + " " + units[unit];
    }

    private static string Foreground(object text, string colour, object? style) =>
        Value(Value(style, "Foreground"), colour) is string start && Value(style, "Reset") is string end ? start + text + end : text.ToString()!;

    private static object? Value(object? owner, string property) =>
        owner is null ? null : PSObject.AsPSObject(owner).Properties[property]?.Value;
}

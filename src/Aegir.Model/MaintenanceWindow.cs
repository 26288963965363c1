using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Aegir;

/// <summary>
/// A time of some days of the week, such as "Sat,Sun 01:00-05:00 Europe/Berlin", "Mon-Fri 22:00-04:00" or "* 00:00-24:00 UTC". One that passes
/// midnight belongs to the day it begins on. Without a time zone it is in that of this machine.
/// </summary>
public sealed partial class MaintenanceWindow : IEquatable<MaintenanceWindow>
{
    private static readonly string[] DayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private readonly TimeZoneInfo zone;

    private MaintenanceWindow(IReadOnlyList<DayOfWeek> days, TimeSpan from, TimeSpan to, TimeZoneInfo zone) =>
        (Days, From, To, this.zone) = (days, from, to, zone);

    /// <summary>The days it begins on, from Monday on.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; }

    /// <summary>Since midnight, by the clocks of the time zone.</summary>
    public TimeSpan From { get; }

    /// <summary>Since midnight of the day it begins on; more than 24 hours where it passes midnight.</summary>
    public TimeSpan To { get; }

    public string TimeZone => zone.Id;

    /// <exception cref="AegirException">MaintenanceWindowInvalid.</exception>
    public static MaintenanceWindow Parse(string text)
    {
        if (Pattern().Match(text.Trim()) is not { Success: true } match)
            throw Invalid(text, "is no maintenance window");
        var from = Time(match, "from") ?? throw Invalid(text, "begins at a time that no day has");
        var to = Time(match, "to") ?? throw Invalid(text, "ends at a time that no day has");
        if (from == TimeSpan.FromDays(1))
            throw Invalid(text, "begins at the end of a day");
        if (!TryDays(match.Groups["days"].Value, out var days))
            throw Invalid(text, "names days that no week has");
        var zone = TimeZoneInfo.Local;
        if (match.Groups["zone"].Value is { Length: > 0 } name && !TryZone(name, out zone))
            throw Invalid(text, $"is in the time zone '{name}', which this machine does not know");
        return new MaintenanceWindow(days, from, to <= from ? to + TimeSpan.FromDays(1) : to, zone);
    }

    /// <summary>When the window that is open at a time ends; null where none is.</summary>
    public DateTimeOffset? EndAt(DateTimeOffset time)
    {
        var today = TimeZoneInfo.ConvertTime(time, zone).Date;
        // Yesterday's may still be open.
        foreach (var day in new[] { today.AddDays(-1), today })
            if (Days.Contains(day.DayOfWeek) && Instant(day + From) <= time && time < Instant(day + To))
                return Instant(day + To);
        return null;
    }

    /// <summary>When the next one begins, at the latest in eight days.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset time)
    {
        var today = TimeZoneInfo.ConvertTime(time, zone).Date;
        return Enumerable.Range(-1, 10).Select(number => today.AddDays(number)).Where(day => Days.Contains(day.DayOfWeek))
            .Select(day => Instant(day + From)).First(begin => begin > time);
    }

    /// <summary>When the last of the windows that are open ends; null where none is open. Windows that meet count as one.</summary>
    public static DateTimeOffset? EndAt(IReadOnlyList<MaintenanceWindow> windows, DateTimeOffset time)
    {
        DateTimeOffset? end = null;
        for (var at = time; windows.Select(window => window.EndAt(at)).Max() is { } next && next - time < TimeSpan.FromDays(8); at = next)
            end = next;
        return end;
    }

    public bool Equals(MaintenanceWindow? other) => other?.ToString() == ToString();

    public override bool Equals(object? obj) => Equals(obj as MaintenanceWindow);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As it is parsed.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Days.Count == 7 ? "*" : string.Join(',', Days.Select(day => DayNames[(int)day])))} {Clock(From)}-{Clock(To > TimeSpan.FromDays(1) ? To - TimeSpan.FromDays(1) : To)} {zone.Id}");

    // An hour that clocks skip in spring begins when they have gone on; one that comes twice in autumn is the first.
    private DateTimeOffset Instant(DateTime local)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    private static string Clock(TimeSpan time) => time == TimeSpan.FromDays(1) ? "24:00" : time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    private static TimeSpan? Time(Match match, string group)
    {
        var parts = match.Groups[group].Value.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return parts[1] < 60 && (parts[0] < 24 || (parts[0] == 24 && parts[1] == 0)) ? new TimeSpan(parts[0], parts[1], 0) : null;
    }

    private static bool TryDays(string text, out IReadOnlyList<DayOfWeek> days)
    {
        var found = new HashSet<DayOfWeek>();
        days = [];
        foreach (var part in text is "*" ? ["Mon-Sun"] : text.Split(','))
        {
            var ends = part.Split('-').Select(Day).ToList();
            if (ends.Any(day => day < 0))
                return false;
            for (var day = ends[0]; ; day = (day + 1) % 7)
            {
                found.Add((DayOfWeek)day);
                if (day == ends[^1])
                    break;
            }
        }
        days = [.. found.OrderBy(day => ((int)day + 6) % 7)];
        return true;
    }

    // Short and long names alike.
    private static int Day(string name) => name.Length < 3 ? -1
        : Array.FindIndex(Enum.GetNames<DayOfWeek>(), day => day.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static bool TryZone(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(name);
            return true;
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            zone = null;
            return false;
        }
    }

    private static AegirException Invalid(string text, string why) => new(AegirErrorKind.InvalidInput, "MaintenanceWindowInvalid",
        $"'{text}' {why}.", "Write days, times and a time zone, such as 'Sat,Sun 01:00-05:00 Europe/Berlin' or 'Mon-Fri 22:00-04:00'; * for all days.");

    [GeneratedRegex(@"\A(?<days>\*|[A-Za-z]+(?:[,-][A-Za-z]+)*)\s+(?<from>\d{1,2}:\d\d)\s*-\s*(?<to>\d{1,2}:\d\d)(?:\s+(?<zone>\S.*))?\z")]
    private static partial Regex Pattern();
}

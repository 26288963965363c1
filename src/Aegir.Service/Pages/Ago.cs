using System.Globalization;

namespace Aegir.Service.Pages;

/// <summary>Times as people say them.</summary>
internal static class Ago
{
    public static string Since(DateTimeOffset time) => (DateTimeOffset.UtcNow - time) switch
    {
        { TotalSeconds: < 45 } => "just now",
        { TotalMinutes: < 90 } span => $"{Math.Max(1, span.TotalMinutes):0} min ago",
        { TotalHours: < 36 } span => $"{span.TotalHours:0} h ago",
        var span => $"{span.TotalDays:0} days ago",
    };

    public static string Lasting(TimeSpan? span) => span switch
    {
        null => "",
        { TotalSeconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.Value.TotalSeconds):0} s"),
        { TotalMinutes: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{span.Value.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.Value.TotalHours:0.0} h"),
    };

    public static string Exact(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

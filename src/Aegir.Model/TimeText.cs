using System.Globalization;

namespace Aegir;

/// <summary>A span of time in as few words as it needs.</summary>
public static class TimeText
{
    /// <summary>Such as 0.4 s, 12 s, 3:05 or 2:03:05.</summary>
    public static string Of(TimeSpan time) =>
        time < TimeSpan.FromSeconds(10) ? time.TotalSeconds.ToString("0.0 's'", CultureInfo.CurrentCulture)
        : time < TimeSpan.FromMinutes(1) ? time.ToString("%s' s'", CultureInfo.CurrentCulture)
        : time < TimeSpan.FromHours(1) ? time.ToString(@"m\:ss", CultureInfo.CurrentCulture)
        : $"{(int)time.TotalHours}:{time:mm\\:ss}";
}

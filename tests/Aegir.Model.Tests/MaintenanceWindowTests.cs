using System.Globalization;

namespace Aegir.Tests;

/// <summary>When sites may be begun.</summary>
public sealed class MaintenanceWindowTests
{
    [Theory]
    [InlineData("Sat,Sun 01:00-05:00 Europe/Berlin", "Sat,Sun 01:00-05:00 Europe/Berlin")]
    [InlineData("mon-fri 22:00 - 4:00 UTC", "Mon,Tue,Wed,Thu,Fri 22:00-04:00 UTC")]
    [InlineData("* 00:00-24:00 UTC", "* 00:00-24:00 UTC")]
    [InlineData("Saturday-Monday 23:30-00:30 UTC", "Mon,Sat,Sun 23:30-00:30 UTC")]
    [InlineData("Mon-Sun 3:00-3:00 UTC", "* 03:00-03:00 UTC")]
    public void Are_written_as_people_write_them(string text, string normal)
    {
        Assert.Equal(normal, MaintenanceWindow.Parse(text).ToString());
        Assert.Equal(MaintenanceWindow.Parse(normal), MaintenanceWindow.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sat")]
    [InlineData("Sat 1-5")]
    [InlineData("Sat 25:00-05:00")]
    [InlineData("Sat 01:60-05:00")]
    [InlineData("Sat 24:00-05:00")]
    [InlineData("Sat 01:00-24:01")]
    [InlineData("Mo 01:00-05:00")]
    [InlineData("Someday 01:00-05:00")]
    [InlineData("Sat 01:00-05:00 Europe/Atlantis")]
    public void Others_are_refused(string text) =>
        Assert.Equal("MaintenanceWindowInvalid", Assert.Throws<AegirException>(() => MaintenanceWindow.Parse(text)).Id);

    // 2026-11-28 is a Saturday.
    [Theory]
    [InlineData("Sat 01:00-05:00 UTC", "2026-11-28T01:00Z", "2026-11-28T05:00Z")]
    [InlineData("Sat 01:00-05:00 UTC", "2026-11-28T04:59:59Z", "2026-11-28T05:00Z")]
    [InlineData("Sat 01:00-05:00 UTC", "2026-11-28T05:00Z", null)]
    [InlineData("Sat 01:00-05:00 UTC", "2026-11-29T02:00Z", null)]
    [InlineData("Sat 01:00-05:00 Europe/Berlin", "2026-11-28T00:30Z", "2026-11-28T04:00Z")]
    [InlineData("Sat 22:00-04:00 UTC", "2026-11-29T03:00Z", "2026-11-29T04:00Z")]
    [InlineData("Sat 22:00-04:00 UTC", "2026-11-28T03:00Z", null)]
    [InlineData("* 00:00-24:00 UTC", "2026-11-28T12:00Z", "2026-11-29T00:00Z")]
    [InlineData("Sat 01:00-01:00 UTC", "2026-11-29T00:59Z", "2026-11-29T01:00Z")]
    // In the night to 2026-03-29 clocks in Berlin go from 2 to 3: the window is there, and an hour shorter; on 2026-10-25 an hour longer.
    [InlineData("Sun 01:00-05:00 Europe/Berlin", "2026-03-29T00:00Z", "2026-03-29T03:00Z")]
    [InlineData("Sun 02:30-05:00 Europe/Berlin", "2026-03-29T01:10Z", "2026-03-29T03:00Z")]
    [InlineData("Sun 01:00-05:00 Europe/Berlin", "2026-10-24T23:00Z", "2026-10-25T04:00Z")]
    public void Are_open_until_their_end(string text, string time, string? end) => Assert.Equal(Time(end), MaintenanceWindow.Parse(text).EndAt(Time(time)!.Value));

    [Theory]
    [InlineData("2026-11-28T23:00Z", "2026-11-29T06:00Z")]
    [InlineData("2026-11-29T03:00Z", "2026-11-29T06:00Z")]
    [InlineData("2026-11-29T07:00Z", null)]
    public void Those_that_meet_are_one(string time, string? end) => Assert.Equal(Time(end), MaintenanceWindow.EndAt(
        [MaintenanceWindow.Parse("Sat 22:00-02:00 UTC"), MaintenanceWindow.Parse("Sun 02:00-06:00 UTC")], Time(time)!.Value));

    [Fact]
    public void One_that_never_ends_is_open() =>
        Assert.NotNull(MaintenanceWindow.EndAt([MaintenanceWindow.Parse("* 00:00-24:00 UTC")], Time("2026-11-28T12:00Z")!.Value));

    [Theory]
    [InlineData("Sat 01:00-05:00 UTC", "2026-11-28T00:00Z", "2026-11-28T01:00Z")]
    [InlineData("Sat 01:00-05:00 UTC", "2026-11-28T01:00Z", "2026-12-05T01:00Z")]
    [InlineData("Mon-Fri 22:00-04:00 Europe/Berlin", "2026-11-28T12:00Z", "2026-11-30T21:00Z")]
    public void The_next_begins(string text, string time, string begin) => Assert.Equal(Time(begin), MaintenanceWindow.Parse(text).NextAfter(Time(time)!.Value));

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

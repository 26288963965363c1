using Aegir.Service.Configuration;
using Aegir.Tests.Components;

namespace Aegir.Service.Tests;

/// <summary>What an administrator may set, and what is refused in words that help.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_read_and_the_command_line_wins()
    {
        var file = folder.Write("service.json", """
            {
              // A comment, and a comma too many.
              "Hub": "/var/aegir/hub.db", "CheckEvery": "00:30:00", "Workers": 2,
              "Webhooks": { "PerMinute": 5 }, "LogLevel": { "Default": "Debug" },
            }
            """);

        var settings = SettingsReader.Read(["--Config", file, "--Workers", "7"]);

        Assert.Equal(("/var/aegir/hub.db", TimeSpan.FromMinutes(30), 7, 5), (settings.Hub, settings.CheckEvery, settings.Workers, settings.Webhooks.PerMinute));
        Assert.Equal("http://127.0.0.1:8484", settings.Listen);
        Assert.Equal("Debug", settings.LogLevel["Default"]);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8484")]
    [InlineData("http://[::]:8484")]
    [InlineData("http://192.0.2.1:8484")]
    public void Other_machines_are_not_let_in_unless_that_is_said(string address)
    {
        var error = Assert.Throws<AegirException>(() => SettingsReader.Read(["--Listen", address]));

        Assert.Equal("ListenNotLocal", error.Id);
        Assert.Contains("AllowRemote", error.Action);
        Assert.Equal(address, SettingsReader.Read(["--Listen", address, "--AllowRemote", "true"]).Listen);
    }

    [Theory]
    [InlineData("--Listen", "https://127.0.0.1:8484", "Listen")]
    [InlineData("--Listen", "http://localhost:8484/status", "Listen")]
    [InlineData("--Listen", "8484", "Listen")]
    [InlineData("--Listen", "http://hub.example.com:8484", "Listen")]
    [InlineData("--CheckEvery", "5", "CheckEvery")]
    [InlineData("--CheckEvery", "00:00:05", "CheckEvery")]
    [InlineData("--CronEvery", "often", "CronEvery")]
    [InlineData("--CronEvery", "-01:00:00", "CronEvery")]
    [InlineData("--Workers", "many", "Workers")]
    [InlineData("--Workers", "-1", "Workers")]
    [InlineData("--Webhooks:MaxBytes", "0", "MaxBytes")]
    [InlineData("--Webhooks:PerMinute", "0", "PerMinute")]
    [InlineData("--LogLevel:Default", "Chatty", "LogLevel")]
    public void What_cannot_be_meant_is_refused_by_name(string name, string value, string named)
    {
        var error = Assert.Throws<AegirException>(() => SettingsReader.Read([name, value]));

        Assert.Equal("SettingInvalid", error.Id);
        Assert.Contains(named, error.Message);
        Assert.NotEmpty(error.Action);
    }

    [Theory]
    [InlineData("""{ "Lisen": "http://127.0.0.1:1" }""", "SettingUnknown", "Lisen")]
    [InlineData("""{ "Webhooks": { "PerHour": 1 } }""", "SettingUnknown", "PerHour")]
    [InlineData("""{ "Workers": """, "SettingsUnreadable", "service.json")]
    [InlineData("""{ "Workers": "x" }""", "SettingInvalid", "Workers")]
    public void A_file_with_a_mistake_is_refused(string text, string id, string named)
    {
        var error = Assert.Throws<AegirException>(() => SettingsReader.Read(["--Config", folder.Write("service.json", text)]));

        Assert.Equal(id, error.Id);
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_missed() =>
        Assert.Equal("SettingsUnreadable", Assert.Throws<AegirException>(() => SettingsReader.Read(["--Config", folder.At("none.json")])).Id);
}

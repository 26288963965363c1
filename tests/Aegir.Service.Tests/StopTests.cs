using System.Diagnostics;
using System.Text.Json;
using Aegir.Service.Tests.Components;
using Aegir.Tests.Components;

namespace Aegir.Service.Tests;

/// <summary>How the service ends, and what it says when it cannot begin.</summary>
public sealed class StopTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Stopped_it_waits_for_the_check_that_runs_and_begins_no_other()
    {
        using var source = new StallingSource();
        await using var service = await StartAsync(source, TimeSpan.FromMinutes(5));
        using var sent = await service.Client.SendAsync(Sender.GitHub(service.Hub.Webhooks.New("Ten"), Sender.Push()));

        var stopping = service.StopAsync();
        await Task.Delay(200);
        Assert.False(stopping.IsCompleted);
        source.HangUp();
        await stopping;

        Assert.Equal(1, source.Calls);
        Assert.NotNull(service.Hub.Distributions.Get("Ten").Updates.CheckError);
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_cancelled()
    {
        using var source = new StallingSource();
        await using var service = await StartAsync(source, TimeSpan.FromMilliseconds(100));

        await service.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Null(service.Hub.Distributions.Get("Ten").Updates.CheckError);
    }

    [Fact]
    public async Task As_a_process_it_logs_json_and_ends_well_when_asked_to()
    {
        using var process = Start("--Listen", "http://127.0.0.1:0", "--Hub", folder.At("hub/hub.db"));
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !lines.Any(read => read.Contains("Application started", StringComparison.Ordinal)))
            lines.Add(line);
        Command.Run("kill", "-TERM", process.Id.ToString());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(0, process.ExitCode);
        Assert.All(lines, line => Assert.NotNull(JsonDocument.Parse(line).RootElement.GetProperty("LogLevel").GetString()));
        Assert.Contains(lines, line => line.Contains("Now listening on: http://127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_a_process_it_says_what_is_wrong_with_its_settings()
    {
        using var process = Start("--Listen", "http://0.0.0.0:8484", "--Hub", folder.At("hub/hub.db"));
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("AllowRemote", said);
        Assert.DoesNotContain("   at ", said);
        Assert.False(File.Exists(folder.At("hub/hub.db")));
    }

    /// <summary>The service in the middle of a check that was due.</summary>
    private async Task<ServiceUnderTest> StartAsync(StallingSource source, TimeSpan stopWithin)
    {
        using (var hub = AegirHub.Open(folder.At("hub/hub.db")))
        {
            hub.Distributions.Add("Ten");
            hub.Distributions.Set("Ten", distribution => distribution with { Source = source.Source, Policy = UpdatePolicy.Check });
        }
        var service = await ServiceUnderTest.StartAsync(folder, change: settings => (settings.CheckEvery, settings.StopWithin) = (TimeSpan.FromHours(1), stopWithin));
        Assert.True(await Wait.UntilAsync(() => source.Calls == 1, 60));
        return service;
    }

    private static Process Start(params string[] arguments) => Command.Start("dotnet", [typeof(ServiceApp).Assembly.Location, .. arguments]);
}

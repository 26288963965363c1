using System.Globalization;
using System.Text.RegularExpressions;
using Aegir.Service.Configuration;
using Aegir.Tests.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

// OpenTelemetry knows meters by their names: two services in one process would count together.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Aegir.Service.Tests.Components;

/// <summary>The service on a port of loopback, with a hub of its own or one that is given.</summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly bool ownsHub;

    private ServiceUnderTest(WebApplication app, AegirHub hub, bool ownsHub)
    {
        this.app = app;
        this.ownsHub = ownsHub;
        Hub = hub;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public AegirHub Hub { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public static async Task<ServiceUnderTest> StartAsync(TempFolder folder, AegirHub? hub = null, Action<ServiceSettings>? change = null)
    {
        var settings = new ServiceSettings { Listen = "http://127.0.0.1:0", CheckEvery = TimeSpan.Zero, CronEvery = TimeSpan.Zero, LogLevel = { ["Default"] = "None", ["Microsoft"] = "None", ["Microsoft.Hosting.Lifetime"] = "None" } };
        change?.Invoke(settings);
        var used = hub ?? AegirHub.Open(folder.At("hub/hub.db"));
        var app = ServiceApp.Build(settings, used);
        await app.StartAsync();
        return new ServiceUnderTest(app, used, hub is null);
    }

    public Task StopAsync() => app.StopAsync();

    public async Task<string> PageAsync(string path)
    {
        using var answer = await Client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text;
    }

    /// <summary>The sum of a counter over the series whose labels contain a text.</summary>
    public async Task<int> CountAsync(string counter, string label = "")
    {
        var lines = (await PageAsync("/metrics")).Split('\n').Where(line => line.StartsWith(counter, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal));
        return lines.Sum(line => (int)double.Parse(Regex.Match(line, @"\}\s+([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>How many checks have ended.</summary>
    public Task<int> ChecksAsync() => CountAsync("aegir_distribution_checks_total");

    /// <summary>Waits until so many checks have ended; fails where it gets no more than fewer, or soon one more.</summary>
    public async Task AssertChecksAsync(int expected)
    {
        for (var tries = 0; await ChecksAsync() < expected && tries < 600; tries++)
            await Task.Delay(50);
        await Task.Delay(100);
        Assert.Equal(expected, await ChecksAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsHub)
            Hub.Dispose();
    }
}

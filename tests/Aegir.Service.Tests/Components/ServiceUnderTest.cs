using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Aegir.Service.Configuration;
using Aegir.Service.Work;
using Aegir.Tests.Components;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

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

    public static async Task<ServiceUnderTest> StartAsync(TempFolder folder, IHubWork? work = null, AegirHub? hub = null, Action<ServiceSettings>? change = null)
    {
        var settings = new ServiceSettings { Listen = "http://127.0.0.1:0", CheckEvery = TimeSpan.Zero, CronEvery = TimeSpan.Zero, LogLevel = { ["Default"] = "None", ["Microsoft"] = "None" } };
        change?.Invoke(settings);
        var used = hub ?? AegirHub.Open(folder.At("hub/hub.db"));
        var app = ServiceApp.Build(settings, used, work);
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

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (ownsHub)
            Hub.Dispose();
    }
}

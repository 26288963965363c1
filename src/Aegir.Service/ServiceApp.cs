using Aegir.Service.Configuration;
using Aegir.Service.Pages;
using Aegir.Service.Telemetry;
using Aegir.Service.Web;
using Aegir.Service.Webhooks;
using Aegir.Service.Work;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Aegir.Service;

/// <summary>The whole service, put together.</summary>
public static class ServiceApp
{
    // What the work may take to undo itself once the patience with it is over.
    private static readonly TimeSpan Undoing = TimeSpan.FromMinutes(1);

    /// <param name="hub">Stays the caller's to close.</param>
    public static WebApplication Build(ServiceSettings settings, AegirHub hub)
    {
        // An empty one: no variable or file of ASP.NET's own can make it listen elsewhere.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listening.Configure(kestrel, settings));
        builder.Services.AddSystemd().AddWindowsService(options => options.ServiceName = "Aegir");
        AddLogging(builder.Logging, settings);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.StopWithin + Undoing);
        builder.Services.AddSingleton(settings).AddSingleton(hub);
        builder.Services.AddSingleton<ITaskSink, LogSink>().AddSingleton<ServiceMetrics>().AddSingleton<WebhookDoor>();
        builder.Services.AddSingleton<CheckDesk>().AddHostedService(services => services.GetRequiredService<CheckDesk>());
        builder.Services.AddHostedService<QueueWork>().AddHostedService<CronClock>();
        builder.Services.AddRoutingCore().AddHealthChecks().AddCheck<HubHealth>("hub");
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(ServiceMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime").AddPrometheusExporter());
        Listening.AddLimits(builder.Services, settings);

        var app = builder.Build();
        // Made now, so that the gauges are there before the first message is.
        app.Services.GetRequiredService<ServiceMetrics>();
        app.UseForwardedHeaders().UseMiddleware<Troubles>().UseHostFiltering().UseMiddleware<SecurityHeaders>().UseRateLimiter();
        app.MapPost("/webhooks/{id}", (string id, HttpContext context, WebhookDoor door) => door.ReceiveAsync(id, context)).RequireRateLimiting(Listening.WebhookLimit);
        app.MapHealthChecks("/healthz");
        app.MapPrometheusScrapingEndpoint("/metrics").WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        StatusPages.Map(app);
        return app;
    }

    private static void AddLogging(ILoggingBuilder logging, ServiceSettings settings)
    {
        logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        foreach (var (category, level) in settings.LogLevel)
            logging.AddFilter(category == "Default" ? null : category, Enum.Parse<LogLevel>(level, ignoreCase: true));
    }
}

using System.Net;
using System.Threading.RateLimiting;
using Aegir.Service.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Aegir.Service.Web;

/// <summary>Where the service listens, to whom, and how much it takes.</summary>
internal static class Listening
{
    public const string WebhookLimit = "webhooks";

    private static readonly string[] LocalNames = ["localhost", "127.0.0.1", "[::1]"];

    public static void Configure(KestrelServerOptions kestrel, ServiceSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 256;
        kestrel.Limits.MaxRequestBodySize = settings.Webhooks.MaxBytes + 1;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        var (address, port) = SettingsReader.Address(settings);
        kestrel.Listen(address, port);
    }

    public static void AddLimits(IServiceCollection services, ServiceSettings settings)
    {
        // A page elsewhere whose name is made to lead here must not be able to read ours.
        services.Configure<HostFilteringOptions>(options =>
        {
            options.AllowEmptyHosts = false;
            options.IncludeFailureMessage = false;
            options.AllowedHosts = [.. LocalNames, new Uri(settings.Listen).Host, .. settings.HostNames.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        });
        // A web server of this machine, in front of us, says for whom it asks; nobody else is believed that.
        services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = async (rejected, cancellation) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "60";
                await rejected.HttpContext.Response.WriteAsync("Too many.\n", cancellation).ConfigureAwait(false);
            };
            limiter.AddPolicy(WebhookLimit, context => RateLimitPartition.GetFixedWindowLimiter(Sender(context.Connection.RemoteIpAddress), _ =>
                new FixedWindowRateLimiterOptions { PermitLimit = settings.Webhooks.PerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    // Whoever has one address of IPv6 has the 2^64 around it.
    private static string Sender(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}

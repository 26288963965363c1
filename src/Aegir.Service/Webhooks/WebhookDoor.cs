using System.Text;
using Aegir.Service.Configuration;
using Aegir.Service.Telemetry;
using Aegir.Service.Work;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Aegir.Service.Webhooks;

/// <summary>
/// Where git hosts knock. A message can cause a check of its own distribution and nothing else: no URL, name or commit in it is believed. Whoever does
/// not know the secret gets the answer of a page that is not there, and so does one who sends a message again; the log says why.
/// </summary>
public sealed class WebhookDoor(AegirHub hub, CheckDesk checks, ServiceSettings settings, ServiceMetrics metrics, ILogger<WebhookDoor> logger)
{
    public const string NotFound = "Not found.\n";

    // Signed with in place of a secret that there is not, so that both take as long.
    private static readonly string NoSecret = new('0', 64);

    public async Task<IResult> ReceiveAsync(string id, HttpContext context)
    {
        if (await ReadBodyAsync(context.Request, settings.Webhooks.MaxBytes, context.RequestAborted).ConfigureAwait(false) is not { } body)
        {
            logger.LogWarning("A message from {Address} to a webhook is larger than {MaxBytes} bytes", context.Connection.RemoteIpAddress, settings.Webhooks.MaxBytes);
            return Answer("unread", "oversized", StatusCodes.Status413PayloadTooLarge, "Too large.\n");
        }
        var headers = context.Request.Headers;
        var host = GitHost.Of(headers);
        var webhook = Find(id);
        var isGenuine = host.IsGenuine(webhook?.Secret ?? NoSecret, headers, body);
        if (webhook is null || !isGenuine)
        {
            logger.LogWarning("A message from {Address} to {Webhook} is not genuine", context.Connection.RemoteIpAddress,
                webhook is null ? "no webhook that there is" : $"the webhook of '{webhook.Distribution}'");
            return Answer(host.Name, "forged", StatusCodes.Status404NotFound, NotFound);
        }
        return Take(webhook, host, headers, body, context.Request.ContentType);
    }

    // From here on whoever sends it knows the secret, or has overheard somebody who does.
    private IResult Take(Webhook webhook, GitHost host, IHeaderDictionary headers, byte[] body, string? contentType)
    {
        if (!IsJson(contentType))
            return Refuse(webhook, host, StatusCodes.Status415UnsupportedMediaType, "Set the webhook's content type to application/json.");
        Delivery delivery;
        try
        {
            delivery = host.Read(headers, body);
        }
        catch (FormatException error)
        {
            return Refuse(webhook, host, StatusCodes.Status400BadRequest, error.Message);
        }
        if (delivery.Kind == DeliveryKind.Ping)
        {
            logger.LogInformation("{Host} pings the webhook of '{Distribution}'", host.Name, webhook.Distribution);
            return Answer(host.Name, "ping", StatusCodes.Status200OK, "Here.\n");
        }
        if (delivery.Kind == DeliveryKind.Other)
            return Ignore(webhook, host, "it tells of no push");
        if (!hub.Webhooks.Remember(webhook, delivery.Ids))
        {
            logger.LogWarning("A message of {Host} to the webhook of '{Distribution}' was delivered before, and is refused", host.Name, webhook.Distribution);
            return Answer(host.Name, "replayed", StatusCodes.Status404NotFound, NotFound);
        }
        if (!Followed.Covers(hub.Distributions.Get(webhook.Distribution).Source, delivery.References))
            return Ignore(webhook, host, $"the distribution does not follow {string.Join(", ", delivery.References.Take(5).DefaultIfEmpty("a source"))}");
        logger.LogInformation("{Host} tells of a push to what '{Distribution}' follows", host.Name, webhook.Distribution);
        checks.Request(webhook.Distribution);
        return Answer(host.Name, "accepted", StatusCodes.Status202Accepted, "A check will be made.\n");
    }

    private Webhook? Find(string id)
    {
        try
        {
            return hub.Webhooks.At(id);
        }
        catch (AegirException error)
        {
            logger.LogError("{Message} {Action}", error.Message, error.Action);
            return null;
        }
    }

    private IResult Ignore(Webhook webhook, GitHost host, string why)
    {
        logger.LogInformation("A message of {Host} to the webhook of '{Distribution}' is ignored: {Why}", host.Name, webhook.Distribution, why);
        return Answer(host.Name, "ignored", StatusCodes.Status202Accepted, $"Ignored: {why}.\n");
    }

    private IResult Refuse(Webhook webhook, GitHost host, int status, string why)
    {
        logger.LogWarning("A message of {Host} to the webhook of '{Distribution}' is of no use: {Why}", host.Name, webhook.Distribution, why);
        return Answer(host.Name, "unreadable", status, why + "\n");
    }

    private IResult Answer(string host, string outcome, int status, string text)
    {
        metrics.WebhookDelivered(host, outcome);
        return Results.Text(text, "text/plain", Encoding.UTF8, status);
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null where it is too large, whatever it says of its length.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, int most, CancellationToken cancellation)
    {
        if (request.ContentLength > most)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await request.Body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (body.Length + count > most)
                return null;
            body.Write(buffer, 0, count);
        }
        return body.ToArray();
    }
}

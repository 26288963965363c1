using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Aegir.Service.Webhooks;

/// <summary>
/// A script, a build server, a git hook: {"time": "2026-01-31T12:00:00Z", "ref": "refs/heads/main"} with its HMAC in X-Hub-Signature-256.
/// The time is signed with it: a message is good for five minutes, and once. Without a ref anything may have changed.
/// </summary>
internal sealed class GenericHost : GitHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public override string Name => "generic";

    public override bool IsGenuine(string secret, IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        Signature.IsOf(One(headers["X-Hub-Signature-256"]), secret, body);

    public override Delivery Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        var payload = Payload.Of(body);
        if (payload.Text("event") == "ping")
            return Delivery.Ping;
        if (!DateTimeOffset.TryParse(payload.Text("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || (DateTimeOffset.UtcNow - time).Duration() > Patience)
            throw new FormatException("The body has no \"time\" (ISO 8601) within five minutes of now.");
        return Delivery.Push([Signature.HashOf(body.Span)], payload.Text("ref") is { } reference ? [reference] : []);
    }

    protected override bool Sends(IHeaderDictionary headers) => true;
}

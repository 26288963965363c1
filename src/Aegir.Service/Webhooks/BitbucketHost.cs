using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Aegir.Service.Webhooks;

/// <summary>Bitbucket Cloud and Bitbucket Data Center, which name what was pushed each in its own way.</summary>
internal sealed class BitbucketHost : GitHost
{
    private const string Event = "X-Event-Key";

    public override string Name => "Bitbucket";

    public override bool IsGenuine(string secret, IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        Signature.IsOf(One(headers["X-Hub-Signature"]), secret, body);

    public override Delivery Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        IEnumerable<string?> references;
        switch (One(headers[Event]))
        {
            case "diagnostics:ping":
                return Delivery.Ping;
            case "repo:push":
                references = Payload.Of(body).Items("push", "changes").Select(Reference);
                break;
            case "repo:refs_changed":
                references = Payload.Of(body).Items("changes").Select(change => change.Text("ref", "id"));
                break;
            default:
                return Delivery.Other;
        }
        // None would mean that anything may have changed, and the header that names the event is not signed.
        var known = references.OfType<string>().ToList();
        if (known.Count == 0)
            throw new FormatException("The body names no changes.");
        return Delivery.Push([One(headers["X-Request-UUID"]), One(headers["X-Request-Id"]), Signature.HashOf(body.Span)], known);
    }

    protected override bool Sends(IHeaderDictionary headers) => headers.ContainsKey(Event);

    // What was deleted has no "new".
    private static string? Reference(JsonElement change) => (change.Text("new", "name") ?? change.Text("old", "name")) is { } name
        ? ((change.Text("new", "type") ?? change.Text("old", "type")) == "tag" ? "refs/tags/" : "refs/heads/") + name
        : null;
}

using Microsoft.AspNetCore.Http;

namespace Aegir.Service.Webhooks;

/// <summary>GitLab sends the secret itself and signs nothing: who could replay a message could as well write one, so its id will do.</summary>
internal sealed class GitLabHost : GitHost
{
    private const string Event = "X-Gitlab-Event";

    public override string Name => "GitLab";

    public override bool IsGenuine(string secret, IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        Signature.IsSecret(One(headers["X-Gitlab-Token"]), secret);

    public override Delivery Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        // The test button sends a push that happened, marked by nothing.
        if (One(headers[Event]) is not ("Push Hook" or "Tag Push Hook" or "System Hook"))
            return Delivery.Other;
        var payload = Payload.Of(body);
        if (payload.Text("object_kind") is not ("push" or "tag_push"))
            return Delivery.Other;
        var reference = payload.Text("ref") ?? throw new FormatException("The body names no ref.");
        var id = One(headers["Idempotency-Key"]) is { Length: > 0 } key ? key : One(headers["X-Gitlab-Event-UUID"]);
        return Delivery.Push([id.Length > 0 ? id : Signature.HashOf(body.Span)], reference);
    }

    protected override bool Sends(IHeaderDictionary headers) => headers.ContainsKey(Event);
}

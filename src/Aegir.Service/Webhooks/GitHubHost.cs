using Microsoft.AspNetCore.Http;

namespace Aegir.Service.Webhooks;

/// <summary>GitHub, and those that send what it sends (Gitea, Forgejo). Its delivery id is not signed, so the body counts as well.</summary>
internal sealed class GitHubHost : GitHost
{
    private const string Event = "X-GitHub-Event";

    public override string Name => "GitHub";

    public override bool IsGenuine(string secret, IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        Signature.IsOf(One(headers["X-Hub-Signature-256"]), secret, body);

    public override Delivery Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        var kind = One(headers[Event]);
        if (kind == "ping")
            return Delivery.Ping;
        if (kind != "push")
            return Delivery.Other;
        var reference = Payload.Of(body).Text("ref") ?? throw new FormatException("The body names no ref.");
        return Delivery.Push([One(headers["X-GitHub-Delivery"]), Signature.HashOf(body.Span)], reference);
    }

    protected override bool Sends(IHeaderDictionary headers) => headers.ContainsKey(Event);
}

using System.Security.Cryptography;
using System.Text;

namespace Aegir.Service.Tests.Components;

/// <summary>Git hosts, as they send their messages.</summary>
public static class Sender
{
    public static HttpRequestMessage GitHub(Webhook webhook, string body, string kind = "push", string? delivery = null, string? secret = null) => Message(webhook.Path, body,
        ("X-GitHub-Event", kind), ("X-GitHub-Delivery", delivery ?? Guid.NewGuid().ToString()), ("X-Hub-Signature-256", Sign(secret ?? webhook.Secret!, body)));

    public static HttpRequestMessage GitLab(Webhook webhook, string body, string? token = null, string? delivery = null) => Message(webhook.Path, body,
        ("X-Gitlab-Event", "Push Hook"), ("X-Gitlab-Event-UUID", delivery ?? Guid.NewGuid().ToString()), ("X-Gitlab-Token", token ?? webhook.Secret!));

    public static HttpRequestMessage Bitbucket(Webhook webhook, string body, string kind = "repo:push") => Message(webhook.Path, body,
        ("X-Event-Key", kind), ("X-Request-UUID", Guid.NewGuid().ToString()), ("X-Hub-Signature", Sign(webhook.Secret!, body)));

    public static HttpRequestMessage Generic(Webhook webhook, string body) => Message(webhook.Path, body, ("X-Hub-Signature-256", Sign(webhook.Secret!, body)));

    public static HttpRequestMessage Message(string path, string body, params (string Name, string Value)[] headers)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            message.Headers.Add(name, value);
        return message;
    }

    /// <summary>A push to a branch of a repository of nobody's.</summary>
    public static string Push(string reference = "refs/heads/main") =>
        $$$"""{"ref": "{{{reference}}}", "before": "{{{Guid.NewGuid():N}}}", "after": "{{{Guid.NewGuid():N}}}", "repository": {"clone_url": "https://attacker.example/evil.git"}}""";

    public static string Sign(string secret, string body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));
}

using System.Text;
using Aegir.Service.Webhooks;
using Aegir.Tests.Fuzzing;
using Microsoft.AspNetCore.Http;

namespace Aegir.Tests.Parsers;

/// <summary>Headers and bodies of webhooks: headers in lines, an empty line, the body.</summary>
internal static class WebhookParsers
{
    public static IReadOnlyList<Parser> All { get; } =
    [
        new("webhook", ReadAsync)
        {
            Refusal = typeof(FormatException),
            Words = ["X-GitHub-Event: push\n", "X-Gitlab-Event: Push Hook\n", "X-Event-Key: repo:push\n", "X-Hub-Signature-256: sha256=", "\n\n{", "\"ref\":", "[[[[[[[[[[", "{\"a\":{\"a\":", "\"time\":\"", "\\ud800", "\"changes\":["],
        },
    ];

    private static Task ReadAsync(byte[] text)
    {
        var parts = Encoding.UTF8.GetString(text).Split("\n\n", 2);
        var headers = new HeaderDictionary();
        foreach (var line in parts[0].Split('\n').Select(line => line.Split(": ", 2)).Where(line => line is [{ Length: > 0 }, _]))
            headers.Append(line[0], line[1]);
        var body = Encoding.UTF8.GetBytes(parts[^1]);
        var host = GitHost.Of(headers);
        Assert.False(host.IsGenuine(new string('5', 64), headers, body));
        var delivery = host.Read(headers, body);
        Assert.All(delivery.Ids, id => Assert.InRange(id.Length, 1, 200));
        return Task.CompletedTask;
    }
}

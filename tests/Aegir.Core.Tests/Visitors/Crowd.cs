using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aegir.Tests.Components;

namespace Aegir.Tests.Visitors;

/// <summary>Visitors of a site who look at it, comment on it and upload to it as fast as it answers, each with a connection of its own for every request.</summary>
internal sealed class Crowd(RawVisitor visitor) : IAsyncDisposable
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<Visit> visits = new();
    private readonly List<Task> visitors = [];
    private int count;
    private volatile bool isOver;

    public IReadOnlyList<Visit> Visits => [.. visits.OrderBy(visit => visit.Began)];

    /// <summary>How many posts were answered with success.</summary>
    public int Accepted => visits.Count(visit => visit is { IsServed: true, Comment: not null });

    /// <summary>Sends one who comments, one whose comments take a while, one who uploads, and one who only looks.</summary>
    public void Visit(string host)
    {
        Begin(host, "comment", "/comment/new");
        Begin(host, "slow", "/comment/new?sleep=0.3");
        Begin(host, "file", "/file/new");
        Begin(host, null, "/");
    }

    /// <summary>Sends two who ask real Drupal for pages that are not there: it answers with its own page, and keeps a note of each.</summary>
    public void Stray(string host)
    {
        Begin(host, "missing", "/");
        Begin(host, "missing", "/");
    }

    /// <summary>Returns once so many more posts were taken.</summary>
    public async Task AcceptAsync(int more)
    {
        var wanted = Accepted + more;
        Assert.True(await Wait.UntilAsync(() => Accepted >= wanted, 60), $"The site takes no posts: {string.Join('\n', visits.TakeLast(5))}");
    }

    /// <summary>Sends them home; what is under way is answered first.</summary>
    public async ValueTask DisposeAsync()
    {
        isOver = true;
        await Task.WhenAll(visitors);
    }

    private void Begin(string host, string? kind, string path) => visitors.Add(Task.Factory.StartNew(() =>
    {
        while (!isOver)
        {
            var comment = kind is null ? null : $"{kind}-{Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture)}.";
            var body = kind switch { null or "missing" => null, "file" => $"name={comment}txt&body={comment}", _ => "body=" + comment };
            var visit = Send(host, kind == "missing" ? path + comment : path, comment, body);
            visits.Enqueue(visit);
            // Whoever is turned away would only wear the machine out.
            if (kind is null || !visit.IsServed)
                Thread.Sleep(10);
        }
    }, TaskCreationOptions.LongRunning));

    private Visit Send(string host, string path, string? comment, string? body)
    {
        var began = clock.Elapsed.TotalSeconds;
        try
        {
            var reply = visitor.Send(body is null ? "GET" : "POST", host, path, false, body);
            var isPage = path != "/" && body is null && reply.Status == 404 && reply.Body.Contains("Page not found", StringComparison.Ordinal);
            return new Visit(began, clock.Elapsed.TotalSeconds, host, isPage ? 200 : reply.Status, reply.Headers.ContainsKey("retry-after"), reply.Body, comment);
        }
        catch (Exception error)
        {
            return new Visit(began, clock.Elapsed.TotalSeconds, host, 0, false, $"{error.GetType().Name}: {error.Message}", comment);
        }
    }
}

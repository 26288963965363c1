using System.Net;
using Aegir.Tests.Components;
using Aegir.Tests.Upgrades;

namespace Aegir.Tests.Moves;

/// <summary>What moves of a trial's sites are run and looked at with.</summary>
internal static class MoveBench
{
    public const string Upload = "files/pictures/stand-in.png";

    public static Task<MoveResult> RunAsync(this Trial trial, MoveRequest request) => trial.Hub.Moves.RunAsync(request, trial.Test.Sink, default);

    /// <summary>It was done, and the site answers under its name, with its pages and its upload; gives the body of its front page.</summary>
    public static string AssertDone(this Trial trial, MoveResult result, string docroot)
    {
        Assert.True(result.Outcome == MoveOutcome.Done && result.FailedStep is null, $"{result} {result.FailedStep}: {result.Message}\n{trial.Test.Sink}");
        var site = trial.Hub.Sites.Get(result.Site);
        Assert.Equal(SiteStatus.Enabled, site.Status);
        var body = AssertServed(docroot, site.Name, site.Directory);
        Assert.Empty(MarkedProcesses.Of(trial.Test.HubFile));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries($"{docroot}/sites/{site.Directory}"), path => path.Contains("/.aegir-", StringComparison.Ordinal));
        return body;
    }

    public static string AssertServed(string docroot, string site, string directory)
    {
        using var visitor = new WebVisitor(docroot);
        var (status, body) = visitor.Get(site);
        Assert.True(status == HttpStatusCode.OK, $"{status} {body}");
        foreach (var page in new[] { "First page", "Second page", "Third page" })
            Assert.Contains(page, body);
        Assert.NotEmpty(visitor.GetBytes(site, $"/sites/{directory}/{Upload}"));
        return body;
    }

    public static HttpStatusCode Status(string docroot, string site)
    {
        using var visitor = new WebVisitor(docroot);
        return visitor.Get(site).Status;
    }
}

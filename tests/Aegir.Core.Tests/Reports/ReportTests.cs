using System.Globalization;
using System.Xml.Linq;
using Aegir.Reports;
using Aegir.Tests.Components;

namespace Aegir.Tests.Reports;

public sealed class ReportTests
{
    // What a hostile module, site or log line may be called.
    private const string Hostile = "<script>alert(1)</script>\" onload='x' & \u0007 ]]> <!-- ü";

    private static readonly DateTimeOffset Day = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whatever_a_site_says_stays_text()
    {
        var page = Page(
            Hostile,
            new UpgradePlan
            {
                Site = Hostile, From = Hostile, To = Hostile, FromVersion = Hostile, State = UpgradeState.Blocked, Blockers = [Hostile], Warnings = [Hostile],
                Packages = [new PackageComparison { Name = Hostile, Current = Hostile, Target = Hostile, Change = PackageChange.Error, Reason = Hostile }],
            },
            new UpgradeResult { Site = Hostile, From = Hostile, To = Hostile, Outcome = UpgradeOutcome.Failed, FailedStep = Hostile, Message = Hostile, Duration = TimeSpan.FromSeconds(1) },
            new MoveResult { Site = Hostile, OldName = "x", Outcome = MoveOutcome.RolledBack, Message = Hostile, Action = Hostile, Duration = TimeSpan.FromSeconds(1) },
            new AegirTask { Type = Hostile, Target = Hostile, Message = Hostile, Started = Day, Ended = Day.AddSeconds(2) },
            new AegirTask { Type = "verify", Target = Hostile, Started = Day.AddSeconds(1) });

        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img" or "link" or "iframe" or "object");
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Value.Contains("//", StringComparison.Ordinal));
        Assert.Equal(Hostile.Replace('\u0007', '\uFFFD'), page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("td"), cell => cell.Value == Hostile.Replace('\u0007', '\uFFFD'));
        Assert.Contains("default-src 'none'", page.Descendants("meta").Attributes("content").First(value => value.Value.Contains("src", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_outcome_of_a_batch_is_counted_and_what_failed_comes_with_its_reason()
    {
        var page = Page(
            "Night",
            Result("a.example", UpgradeOutcome.Upgraded, 40, 20), Result("b.example", UpgradeOutcome.Upgraded, 20, 10),
            Result("c.example", UpgradeOutcome.RolledBack, 30, 12) with { FailedStep = "updates", Message = "drush failed", TaskId = 7 });

        var tiles = page.Descendants("ul").First().Elements("li").Select(tile => tile.Value.Replace("\n", "", StringComparison.Ordinal)).ToList();
        Assert.Equal(["2Upgraded", "1RolledBack", "12 smedian downtime", "20 slongest downtime"], tiles);
        var cared = page.Descendants("table").First();
        Assert.Equal("c.example", Assert.Single(cared.Descendants("tbody").Elements("tr")).Elements("td").First().Value);
        Assert.Contains("Get-AegirTaskLog -Id 7", cared.Value, StringComparison.Ordinal);
        Assert.Contains("drush failed", cared.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chart_draws_times_to_scale()
    {
        var chart = Page("Night", Result("a.example", UpgradeOutcome.Upgraded, 40, 20), Result("b.example", UpgradeOutcome.Upgraded, 20, 5)).Descendants("svg").Single();
        double[] Widths(string kind) => [.. chart.Elements("rect").Where(bar => bar.Attribute("class")!.Value == kind).Skip(1)
            .Select(bar => double.Parse(bar.Attribute("width")!.Value, CultureInfo.InvariantCulture))];

        var (open, shut) = (Widths("open"), Widths("shut"));
        Assert.Equal(open[0] + shut[0], 2 * (open[1] + shut[1]), 0.1);
        Assert.Equal(shut[0], 4 * shut[1], 0.1);
        Assert.Equal(["a.example", "b.example"], chart.Elements("text").Where(text => text.Attribute("class")?.Value == "name").Select(text => text.Value));
    }

    [Fact]
    public void Of_many_sites_the_chart_shows_the_longest_and_the_table_all()
    {
        var page = Page("Night", [.. Enumerable.Range(1, 300).Select(each => (object)Result($"s{each}.example", UpgradeOutcome.Upgraded, each, 0))]);
        Assert.Equal(40, page.Descendants("text").Count(text => text.Attribute("class")?.Value == "name"));
        Assert.Contains(page.Descendants("h3"), heading => heading.Value == "How long it took: the longest 40 of 300");
        Assert.Equal(300, page.Descendants("tbody").Single().Elements("tr").Count());
    }

    [Fact]
    public void A_plan_reads_like_a_sentence_and_shows_what_changes()
    {
        var page = Page("Plan", new UpgradePlan
        {
            Site = "a.example", State = UpgradeState.Ready, From = "Old", To = "New", Upgrades = 1,
            Packages = [new PackageComparison { Name = "views", Enabled = true, Current = "1.0", Target = "1.1", Change = PackageChange.Upgrade }, new PackageComparison { Name = "node" }],
        });
        Assert.Contains(page.Descendants("p"), line => line.Value == "Upgrade site 'a.example' from 'Old' to 'New': 1 upgrade.");
        Assert.Equal(["views", "Platform", "yes", "1.0", "1.1", "Upgrade"], page.Descendants("td").Select(cell => cell.Value.Trim()));
        Assert.Contains(page.Descendants("p"), line => line.Value == "1 more stay the same.");
    }

    [Fact]
    public void Tasks_are_drawn_when_they_ran()
    {
        var page = Page(
            "Tasks", new AegirTask { Id = 1, Type = "backup", Target = "a", Started = Day, Ended = Day.AddSeconds(10) },
            new AegirTask { Id = 2, Type = "backup", Target = "b", Started = Day.AddSeconds(5), Ended = Day.AddSeconds(20), Status = AegirTaskStatus.Error });
        var bars = page.Descendants("rect").Select(bar => double.Parse(bar.Attribute("x")!.Value, CultureInfo.InvariantCulture)).ToList();
        Assert.True(bars[0] < bars[1]);
        Assert.Equal("bad", page.Descendants("rect").Last().Attribute("class")!.Value);
    }

    [Fact]
    public void What_it_does_not_know_it_does_not_take_and_an_empty_one_says_so()
    {
        Assert.False(new Report("x", Day).Add(new Site()));
        Assert.False(new Report("x", Day).Add(null));
        Assert.Contains("nothing to report", Page("x").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_written_as_a_whole_or_left_alone()
    {
        using var folder = new TempFolder();
        var path = folder.Path + "/deep/report.html";
        ReportFile.Write(path, new Report("First", Day), isOverwriting: false);
        Assert.StartsWith("<!DOCTYPE html>\n<html", File.ReadAllText(path));
        Assert.Equal("ReportExists", Assert.Throws<AegirException>(() => ReportFile.Write(path, new Report("Second", Day), isOverwriting: false)).Id);
        Assert.Contains("First", File.ReadAllText(path), StringComparison.Ordinal);
        ReportFile.Write(path, new Report("Second", Day), isOverwriting: true);
        Assert.Contains("Second", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal("ReportNotWritten", Assert.Throws<AegirException>(() => ReportFile.Write(path + "/below", new Report("x", Day), isOverwriting: true)).Id);
        Assert.Single(Directory.GetFiles(folder.Path + "/deep"));
    }

    private static UpgradeResult Result(string site, UpgradeOutcome outcome, int seconds, int shut) => new()
    {
        Site = site, From = "Old", To = "New", Outcome = outcome, Duration = TimeSpan.FromSeconds(seconds), Downtime = TimeSpan.FromSeconds(shut),
    };

    // A page that is not well formed fails here.
    private static XElement Page(string title, params object[] items)
    {
        var report = new Report(title, Day);
        Assert.All(items, item => Assert.True(report.Add(item)));
        return XDocument.Parse(report.ToString().Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal), LoadOptions.PreserveWhitespace).Root!;
    }
}

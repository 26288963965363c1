using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Aegir.Tests.Sinks;

/// <summary>The list of what reaches a shell, SQL, a configuration or PHP is complete: what the sources have and what has a hostile test are the same.</summary>
public sealed partial class SinkTests
{
    public static TheoryData<string> Kinds => ["Commands", "Inputs", "Texts", "Php", "Placeholders"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_has_its_test(string kind)
    {
        var (found, covered) = kind switch
        {
            "Commands" => (FoundSinks.Commands(), CoveredSinks.Commands),
            "Inputs" => (FoundSinks.Inputs(), CoveredSinks.Inputs),
            "Texts" => (FoundSinks.Texts(), CoveredSinks.Texts),
            "Php" => (FoundSinks.Php(), CoveredSinks.Php),
            _ => (FoundSinks.Placeholders(), CoveredSinks.Placeholders),
        };

        Assert.Equal(covered.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_of_these_tests_is_there()
    {
        var tests = SourceTree.Nodes("tests").Select(found => found.Node).OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.Count > 0).Select(SourceTree.Member).ToHashSet();
        var named = new[] { CoveredSinks.Commands, CoveredSinks.Inputs, CoveredSinks.Texts, CoveredSinks.Php, CoveredSinks.Placeholders }.SelectMany(each => each.Values).Distinct();

        Assert.All(named, name => Assert.True(name.EndsWith(".*", StringComparison.Ordinal) ? tests.Any(test => test.StartsWith(name[..^1], StringComparison.Ordinal)) : tests.Contains(name), name));
    }

    /// <summary>Nothing that somebody gives is in them: only constants and names of members.</summary>
    [Fact]
    public void What_is_put_together_of_our_own_words()
    {
        string[] members = [.. CoveredSinks.Texts.Where(pair => pair.Value == "SinkTests.What_is_put_together_of_our_own_words").Select(pair => pair.Key)];
        var holes = SourceTree.Nodes("src").Where(found => found.Node is InterpolationSyntax && members.Contains(SourceTree.Member(found.Node)))
            .Select(found => ((InterpolationSyntax)found.Node).Expression.ToString()).Distinct().Order(StringComparer.Ordinal);

        Assert.All(holes, hole => Assert.Matches(Own(), hole));
    }

    // Constants, ports, names of our own files, places that HostedSiteRules has let through.
    [GeneratedRegex("""\A("?[A-Z][A-Za-z]*"?|name|port|tree\.Folder|[Ss]erver\.WebHttpsPort|address|host\.Https.*|\(host\.Https.*|.*AEGIR_HTTP.*|site\.Https|Schema|Key|Channel)\z""")]
    private static partial Regex Own();
}

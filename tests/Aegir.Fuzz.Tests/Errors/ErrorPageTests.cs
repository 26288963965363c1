using System.Text.RegularExpressions;
using Aegir.Tests.Sinks;

namespace Aegir.Tests.Errors;

/// <summary>Whoever meets an error finds it in docs/errors.md.</summary>
public sealed partial class ErrorPageTests
{
    [Fact]
    public void Each_error_of_the_sources_is_on_the_page_and_no_other()
    {
        var listed = Row().Matches(SourceTree.Text("docs/errors.md")).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
        Assert.Equal(FoundErrors.Ids(), listed);
    }

    [Fact]
    public void What_docstrings_say_of_errors_is_true()
    {
        var listed = Row().Matches(SourceTree.Text("docs/errors.md")).Select(match => match.Groups[1].Value).ToHashSet();
        var told = SourceTree.Files("src", "*.cs").SelectMany(file => Told().Matches(SourceTree.Text(file))).SelectMany(match => Name().Matches(match.Groups[1].Value)).Select(match => match.Value);

        Assert.All(told.Distinct(), id => Assert.Contains(id, listed));
    }

    [GeneratedRegex(@"^\| ([A-Z]\w{3,}) \| .+\. ?\| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"<exception cref=""AegirException"">(.+?)</exception>", RegexOptions.Singleline)]
    private static partial Regex Told();

    // Of what a docstring says, the words that are ids: two humps, and no name of a type or member, which are in cref.
    [GeneratedRegex(@"(?<![\w./""])[A-Z][a-z]+([A-Z][a-z]*)+(?![\w./""])")]
    private static partial Regex Name();
}

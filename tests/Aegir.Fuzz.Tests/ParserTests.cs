using Aegir.Tests.Fuzzing;
using Aegir.Tests.Parsers;

namespace Aegir.Tests;

/// <summary>Whatever a parser is given, it answers with a result or a documented error, soon and in little memory: 1,000 cases each, 10,000 with
/// AEGIR_TEST_THOROUGH=1. A failure prints the case and the seed that makes it again.</summary>
public sealed class ParserTests
{
    public static TheoryData<string> Names => [.. AllParsers.All.Select(parser => parser.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Takes_whatever_comes(string name) => Fuzz.RunAsync(AllParsers.All.Single(parser => parser.Name == name));

    [Fact]
    public void Each_folder_of_the_corpus_has_its_parser() => Assert.Equal(AllParsers.All.Select(parser => parser.Name).Order(), Corpus.Names.Order());
}

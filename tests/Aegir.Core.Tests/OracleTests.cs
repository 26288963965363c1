using System.Globalization;
using System.Text.RegularExpressions;
using Aegir.Tests.Components;

namespace Aegir.Tests;

/// <summary>Every outcome that the specification of the original system promises for servers, sites, the queue and distributions is asserted by a test that names it.</summary>
public sealed partial class OracleTests
{
    private const int Last = 65;

    [Fact]
    public void Each_oracle_of_the_specification_has_a_test()
    {
        var named = Directory.EnumerateFiles(Fixtures.At(".."), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Named().Matches(File.ReadAllText(file)))
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToHashSet();

        Assert.Equal([], Enumerable.Range(1, Last).Where(number => !named.Contains(number)));
    }

    [GeneratedRegex("""\bTrait\("Oracle", "(\d+)"\)""")]
    private static partial Regex Named();
}

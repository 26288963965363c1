using System.Globalization;
using CsCheck;
using Xunit.Sdk;

namespace Aegir.Tests.Fuzzing;

/// <summary>Runs a check over generated cases: the same ones every day, so that a build fails for what was changed and for nothing else, and others each time
/// with AEGIR_TEST_THOROUGH=1 or AEGIR_TEST_CASES, which look for what is new.</summary>
internal static class Cases
{
    private const ulong Seed = 20261129;

    /// <summary>How many cases were asked for; null for none.</summary>
    public static int? Wanted { get; } = int.TryParse(Environment.GetEnvironmentVariable("AEGIR_TEST_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static bool IsThorough { get; } = Environment.GetEnvironmentVariable("AEGIR_TEST_THOROUGH") == "1";

    /// <param name="everyday">How many there are every day.</param>
    /// <param name="thorough">How many with AEGIR_TEST_THOROUGH=1.</param>
    public static void Try<T>(this Gen<T> cases, Action<T> check, int everyday, int thorough, Func<T, string>? print = null)
    {
        if (IsThorough || Wanted is not null)
        {
            cases.Sample(check, iter: Wanted ?? thorough, threads: 1, print: print);
            return;
        }
        var chance = new PCG(1, Seed);
        for (var number = 1; number <= everyday; number++)
        {
            var one = cases.Generate(chance, null, out _);
            try
            {
                check(one);
            }
            catch (Exception error)
            {
                throw new XunitException($"Case {number}, {(print is null ? Print(one) : print(one))}: {error.Message}", error);
            }
        }
    }

    private static string Print<T>(T one) => one is IEnumerable<string> words ? string.Join('|', words) : $"{one}";
}

using CsCheck;

namespace Aegir.Tests.Fuzzing;

internal static class Pick
{
    /// <summary>One of these, by chance.</summary>
    public static Gen<string> Of(params string[] all) => Gen.Int[0, all.Length - 1].Select(index => all[index]);
}

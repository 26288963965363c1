using Aegir.Tests.Components;

namespace Aegir.Tests.Fuzzing;

/// <summary>A test of real programs; where one is missing it is reported as skipped, with the reason.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(params string[] programs)
    {
        if (programs.FirstOrDefault(program => Programs.Find(program) is null) is { } missing)
            Skip = $"Not installed here: {missing}.";
    }
}

namespace Aegir.Tests.Components;

/// <summary>A test of real programs; where one is missing it is reported as skipped, with the reason.</summary>
public class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(params string[] programs)
    {
        var missing = programs.Where(program => Programs.Find(program.Split('|')) is null).ToList();
        if (missing.Count > 0)
            Skip = $"Not installed here: {string.Join(", ", missing)}.";
    }
}

public sealed class NeedsPhpFactAttribute() : NeedsFactAttribute("php");

/// <summary>The same for a test with rows of data.</summary>
public sealed class NeedsPhpTheoryAttribute : TheoryAttribute
{
    public NeedsPhpTheoryAttribute()
    {
        if (Programs.Find("php") is null)
            Skip = "Not installed here: php.";
    }
}

public sealed class NeedsMariaDbTheoryAttribute : TheoryAttribute
{
    public NeedsMariaDbTheoryAttribute() => Skip = new NeedsFactAttribute(MariaDbServer.Needs).Skip;
}

/// <summary>Two releases of real Drupal; they are too large to come with the tests.</summary>
public sealed class NeedsRealDrupalFactAttribute : FactAttribute
{
    public NeedsRealDrupalFactAttribute()
    {
        if (PlatformPair.RealOld is null || PlatformPair.RealNew is null)
            Skip = "AEGIR_TEST_PLATFORM_OLD and AEGIR_TEST_PLATFORM_NEW name no real Drupal code bases.";
    }
}

public sealed class NeedsMariaDbFactAttribute() : NeedsFactAttribute(MariaDbServer.Needs);

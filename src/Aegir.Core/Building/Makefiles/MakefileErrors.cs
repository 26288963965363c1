namespace Aegir.Building.Makefiles;

/// <summary>What can be wrong with a makefile. Every error names the file, the line and the key.</summary>
internal static class MakefileErrors
{
    public static AegirException Syntax(MakePlace place, string what) => new(
        AegirErrorKind.InvalidInput, "MakefileSyntax", $"{place}: {what}",
        "Mend the line. A makefile is either key[key] = value (.make) or YAML (.make.yml).");

    public static AegirException Invalid(MakePlace place, string what, string action) =>
        new(AegirErrorKind.InvalidInput, "MakefileInvalid", $"{place}: {what}", action);

    /// <summary>For what a makefile may not ask for, as it would reach out of the platform or run what it names.</summary>
    public static AegirException Unsafe(MakePlace place, string what, string action) =>
        new(AegirErrorKind.Refused, "MakefileUnsafe", $"{place}: {what}", action);

    public static AegirException NotFound(MakePlace? named, string location, string why) => new(
        AegirErrorKind.NotFound, "MakefileNotFound",
        (named is null ? "" : $"{named}: ") + $"the makefile {location} could not be read: {why}",
        "Check the path or the URL; a path is one on the hub's machine.");
}

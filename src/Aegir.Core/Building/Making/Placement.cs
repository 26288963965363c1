using Aegir.Building.Makefiles;

namespace Aegir.Building.Making;

/// <summary>Where the items of a makefile go (aegir-spec 7.1).</summary>
internal static class Placement
{
    /// <summary>Where modules, themes and libraries go that no profile brings.</summary>
    public const string Contrib = "sites/all";

    /// <param name="type">core, module, theme, profile or library.</param>
    /// <param name="contrib">The folder that has modules/, themes/ and libraries/.</param>
    /// <returns>A path below the platform's root; empty for core.</returns>
    public static string PathOf(MakeItem item, string type, string contrib) => type switch
    {
        "core" => "",
        "profile" => Join(item.Destination ?? "profiles", item.Subdir, item.DirectoryName),
        "theme" => Join(contrib, item.Destination ?? "themes", item.Subdir, item.DirectoryName),
        "library" => Join(contrib, item.Destination ?? "libraries", item.Subdir, item.DirectoryName),
        _ => Join(contrib, item.Destination ?? "modules", item.Subdir, item.DirectoryName),
    };

    private static string Join(params string[] parts) => string.Join('/', parts.Where(part => part.Length > 0));
}

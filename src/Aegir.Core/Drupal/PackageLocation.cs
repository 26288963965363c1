namespace Aegir.Drupal;

/// <summary>What a package is and whom it belongs to, by its info file and where that lies (aegir-spec 3.1).</summary>
internal static class PackageLocation
{
    /// <summary>By the type key; null for what is no package of ours.</summary>
    public static PackageType? ModernType(IReadOnlyDictionary<string, string> info, Action<string> warn)
    {
        switch (info.GetValueOrDefault("type"))
        {
            case "module":
                return PackageType.Module;
            case "theme":
                return PackageType.Theme;
            case "profile":
                return PackageType.Profile;
            case "theme_engine":
                return null;
            case null or "":
                warn("names no type");
                return null;
            case var other:
                warn($"is of the unknown type '{other}'");
                return null;
        }
    }

    /// <summary>By the folder, as Drupal 7 does; a theme may also lie within a module. Null for a file in a place Drupal 7 does not look.</summary>
    public static PackageType? LegacyType(string path, IReadOnlyDictionary<string, string> info)
    {
        var parts = path.Split('/').AsSpan();
        if (parts[0] == "sites")
            parts = parts[2..];
        if (parts[0] == "profiles")
        {
            if (parts.Length == 3)
                return parts[2] == parts[1] + ".info" ? PackageType.Profile : null;
            parts = parts[Math.Min(2, parts.Length - 1)..];
        }
        return parts[0] switch
        {
            "themes" => PackageType.Theme,
            "modules" => info.ContainsKey("engine") || info.ContainsKey("base theme") ? PackageType.Theme : PackageType.Module,
            _ => null,
        };
    }

    /// <summary>The site directory that owns a folder; null where it is for the whole platform.</summary>
    public static string? Site(string folder)
    {
        var parts = folder.Split('/');
        return parts.Length > 2 && parts[0] == "sites" && parts[1] != "all" ? parts[1] : null;
    }
}

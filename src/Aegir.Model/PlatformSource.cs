namespace Aegir;

/// <summary>What a platform is built from.</summary>
public abstract record PlatformSource;

/// <summary>A makefile of Drush Make, API 2.</summary>
/// <param name="Location">Its URL, or its path on the hub's machine.</param>
public sealed record MakefileSource(string Location) : PlatformSource
{
    public override string ToString() => $"makefile {Location}";
}

/// <summary>A git repository. Where it has a composer.json, composer installs what that names.</summary>
/// <param name="Ref">A branch, tag or commit; null for the default branch.</param>
/// <param name="Docroot">The docroot below the repository's root; null where it can be found.</param>
public sealed record GitSource(string Url, string? Ref = null, string? Docroot = null, bool Submodules = true) : PlatformSource
{
    public override string ToString() => $"git repository {Url}{(Ref is null ? "" : $" at {Ref}")}";
}

/// <summary>A package that composer makes a project of.</summary>
/// <param name="Package">Such as drupal/recommended-project, or the path of a folder on the hub's machine that has a composer.json.</param>
/// <param name="Constraint">Such as ^10.3; null for the newest.</param>
/// <param name="Repository">Another repository than packagist.org: URL, path or JSON, as composer takes it.</param>
public sealed record ComposerSource(string Package, string? Constraint = null, string? Repository = null) : PlatformSource
{
    public override string ToString() => $"composer project {Package}{(Constraint is null ? "" : $" {Constraint}")}";
}

/// <summary>A tar or zip archive.</summary>
/// <param name="Location">Its URL, or its path on the hub's machine.</param>
/// <param name="Checksum">MD5, SHA-1, SHA-256 or SHA-512 in hexadecimal; null for none.</param>
public sealed record ArchiveSource(string Location, string? Checksum = null) : PlatformSource
{
    public override string ToString() => $"archive {Location}";
}

/// <summary>A folder on the hub's machine. Its sites are left out: two folders would use one database.</summary>
public sealed record CopySource(string Path) : PlatformSource
{
    public override string ToString() => $"copy of {Path}";
}

namespace Aegir;

/// <summary>What a distribution's platforms come from, and how a newer state of it is noticed (aegir-spec 4.5). None: its admin builds by hand.</summary>
public abstract record UpdateSource;

/// <summary>A makefile; it has moved when it, or what it includes, says something else.</summary>
/// <param name="Location">Its URL, or its path on the hub's machine.</param>
public sealed record MakefileUpdates(string Location) : UpdateSource
{
    public override string ToString() => $"makefile {Location}";
}

/// <summary>A git repository; it has moved when the branch's head is another commit, or when there is a newer tag that fits.</summary>
/// <param name="Branch">Null for the default branch, and where tags count.</param>
/// <param name="TagPattern">With * and ?, such as 10.3.*; the newest version among the tags counts. Null where a branch does.</param>
/// <param name="Docroot">The docroot below the repository's root; null where it can be found.</param>
public sealed record GitUpdates(string Url, string? Branch = null, string? TagPattern = null, string? Docroot = null, bool Submodules = true) : UpdateSource
{
    public override string ToString() => TagPattern is not null ? $"tags {TagPattern} of {Url}" : $"{(Branch is null ? "default branch" : $"branch {Branch}")} of {Url}";
}

/// <summary>A project of drupal.org that comes with core: drupal itself, or a distribution. It moves with its newest supported release.</summary>
/// <param name="Core">The branch of Drupal whose feed is read: 7.x for Drupal 7; null for all since.</param>
/// <param name="Constraint">Such as ^10.3; null to stay in the major version of the target.</param>
public sealed record StockUpdates(string Project = StockUpdates.Drupal, string? Core = null, string? Constraint = null) : UpdateSource
{
    public const string Drupal = "drupal";

    public override string ToString() => $"releases of {Project}{(Core is null ? "" : $" for {Core}")}{(Constraint is null ? "" : $" in {Constraint}")}";
}

/// <summary>A package of composer; it moves with the newest release that fits the constraint. A folder with a composer.json moves with its lock file.</summary>
/// <param name="Package">Such as drupal/recommended-project, or the path of a folder on the hub's machine.</param>
/// <param name="Repository">URL of another repository than packagist.org.</param>
public sealed record ComposerUpdates(string Package, string? Constraint = null, string? Repository = null) : UpdateSource
{
    public override string ToString() => $"composer project {Package}{(Constraint is null ? "" : $" {Constraint}")}";
}

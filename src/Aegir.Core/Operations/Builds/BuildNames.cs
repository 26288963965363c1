using Aegir.State;

namespace Aegir.Operations.Builds;

/// <summary>The name and path of a platform that is built.</summary>
internal static class BuildNames
{
    private const int Tries = 10_000;

    /// <summary>Makes sure of all that is known before the build.</summary>
    /// <exception cref="AegirException">NameInvalid, PlatformPathInvalid, PlatformExists, DistributionNotFound.</exception>
    public static void Check(StateSession session, BuildRequest request, string folder)
    {
        Check(request.Name, request.Distribution);
        if (request.Distribution is { } distribution && session.Distributions.Get(distribution) is null)
            throw Missing.Distribution(distribution);
        if (request.Path is { } path && Names.AbsolutePath(path) is null or "/")
            throw new AegirException(AegirErrorKind.InvalidInput, "PlatformPathInvalid",
                $"'{path}' is not an absolute path.", "Give the whole path on the server, such as /var/aegir/platforms/drupal-10.3.6.");
        if (request.Path is not null)
            RequireOutside(session, Names.AbsolutePath(request.Path)!);
        if (!PlatformNamePattern.IsLate(request.Name))
            Choose(session, request, folder, null, null);
    }

    /// <summary>Makes sure that a pattern can make a name.</summary>
    /// <exception cref="AegirException">NameInvalid.</exception>
    public static void Check(string pattern, string? distribution)
    {
        if (PlatformNamePattern.Unknown(pattern) is { Count: > 0 } unknown)
            throw Invalid($"'{pattern}' has a token {{{unknown[0]}}} that means nothing.", "There are {distribution}, {version}, {date}, {build} and {hash}.");
        if (distribution is null && pattern.Contains("{distribution}", StringComparison.Ordinal))
            throw Invalid($"'{pattern}' names the distribution, and the platform has none.", "Give one with -Distribution.");
        EntityName.Check(PlatformNamePattern.Expand(pattern, new PlatformNameParts(distribution ?? "x", DateTimeOffset.Now, 1, "1", "x")), "platform");
    }

    /// <summary>The name, which nobody has, and the path.</summary>
    /// <exception cref="AegirException">NameInvalid, PlatformExists.</exception>
    public static (string Name, string Path) Choose(StateSession session, BuildRequest request, string folder, string? version, string? hash)
    {
        var parts = new PlatformNameParts(session.Distributions.Get(request.Distribution ?? "")?.Name, DateTimeOffset.Now, 1, version, hash);
        for (var build = 1; ; build++)
        {
            var name = EntityName.Check(PlatformNamePattern.Expand(request.Name, parts with { Build = build }), "platform");
            var path = request.Path is { } given ? Names.AbsolutePath(given)! : $"{folder}/{FolderOf(name)}";
            var isTaken = session.Platforms.Clash(name, path) is not null;
            if (!isTaken)
                return (name, path);
            if (!PlatformNamePattern.HasBuild(request.Name) || build == Tries || (request.Path is not null && session.Platforms.Clash("", path) is not null))
                PlatformNames.RequireFree(session, name, path);
        }
    }

    // Not even a folder for the build may come to lie in a platform that is served.
    private static void RequireOutside(StateSession session, string path)
    {
        foreach (var platform in session.Platforms.Find(new PlatformFilter()))
            if (path.StartsWith(platform.ProjectRoot.TrimEnd('/') + "/", StringComparison.Ordinal))
                throw new AegirException(AegirErrorKind.AlreadyExists, "PlatformExists",
                    $"{path} is inside of platform '{platform.Name}'.", "A platform is never changed once it is built. Choose a path beside it.");
    }

    private static string FolderOf(string name) => PlatformNamePattern.FolderOf(name) is { Length: > 0 } folder
        ? folder
        : throw Invalid($"'{name}' has no character that a folder's name could be made of.", "Use letters and digits, or give -Path.");

    private static AegirException Invalid(string what, string action) => new(AegirErrorKind.InvalidInput, "NameInvalid", what, action);
}

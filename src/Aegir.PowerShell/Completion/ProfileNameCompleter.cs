using System.Collections;

namespace Aegir.PowerShell;

/// <summary>The profiles of the platform that is named before.</summary>
public sealed class ProfileNameCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) => [];

    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern, IDictionary bound) =>
        bound[nameof(Platform)]?.ToString() is { } platform
            ? hub.Platforms.Packages(platform).Where(package => package.Type == PackageType.Profile && pattern.Matches(package.Name))
                .Select(package => (package.Name, $"{package.Name} {package.Version}")).Distinct()
            : [];
}

namespace Aegir.PowerShell;

public sealed class PlatformNameCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) =>
        hub.Platforms.Find(new PlatformFilter { Names = [pattern] }).Select(platform => (platform.Name, platform.Path));
}

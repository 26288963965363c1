using Aegir.Operations.Builds;

namespace Aegir.PowerShell;

public sealed partial class NewAegirPlatformCommand
{
    private string? GivenDistribution => string.IsNullOrEmpty(Distribution) ? null : Distribution;

    private BuildRequest Build() => new(Name, Source())
    {
        Path = Path is null ? null : ServerPath(Hub.Servers.Get(Server), Path),
        Server = Server,
        Distribution = GivenDistribution,
    };

    // What it comes to is only looked up for those who ask.
    private string DescribeBuild(BuildRequest request) => $"Build platform '{request.Name}' from {request.Source}." + (IsWhatIf
        ? " To fetch:\n" + string.Join('\n', Run((hub, token) => hub.Platforms.PlanBuildAsync(request, token)).Select(fetch => $"  {fetch}"))
        : "");

    private PlatformSource Source() => ParameterSetName switch
    {
        MakefileSet => new MakefileSource(HubLocation(Makefile)),
        GitSet => new GitSource(HubRepository(GitUrl), GitRef, Docroot, !NoSubmodule),
        ComposerSet when Package(ComposerProject) is var (package, constraint) => new ComposerSource(package, constraint, ComposerRepository),
        ArchiveSet => new ArchiveSource(HubLocation(Archive), Checksum),
        _ => new CopySource(HubPath(CopyOf)),
    };
}

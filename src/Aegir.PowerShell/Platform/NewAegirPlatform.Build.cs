using Aegir.Hub.Requests;
using Aegir.Operations.Builds;

namespace Aegir.PowerShell;

public sealed partial class NewAegirPlatformCommand
{
    private void Build()
    {
        var request = new BuildRequest(Name, Source())
        {
            Path = Path is null ? null : ServerPath(Hub.Servers.Get(Server), Path),
            Server = Server,
            Distribution = string.IsNullOrEmpty(Distribution) ? null : Distribution,
        };
        var change = $"Build platform '{Name}' from {request.Source}.";
        // What it comes to is only looked up for those who ask.
        if (IsWhatIf)
            change += " To fetch:\n" + string.Join('\n', Run((hub, token) => hub.Platforms.PlanBuildAsync(request, token)).Select(fetch => $"  {fetch}"));
        if (Approve(change))
            Do($"Building platform {Name}", new BuildTask(request));
    }

    private PlatformSource Source() => ParameterSetName switch
    {
        MakefileSet => new MakefileSource(HubLocation(Makefile)),
        GitSet => new GitSource(HubRepository(GitUrl), GitRef, Docroot, !NoSubmodule),
        ComposerSet when Package(ComposerProject) is var (package, constraint) => new ComposerSource(package, constraint, ComposerRepository),
        ArchiveSet => new ArchiveSource(HubLocation(Archive), Checksum),
        _ => new CopySource(HubPath(CopyOf)),
    };
}

using Aegir.Building.Fetching;
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
        MakefileSet => new MakefileSource(Location(Makefile)),
        GitSet => new GitSource(GitUrl.Contains('@', StringComparison.Ordinal) ? GitUrl : Location(GitUrl), GitRef, Docroot, !NoSubmodule),
        ComposerSet => Composer(),
        ArchiveSet => new ArchiveSource(Location(Archive), Checksum),
        _ => new CopySource(HubPath(CopyOf)),
    };

    private ComposerSource Composer()
    {
        if (ComposerProject[0] is '/' or '.' or '~')
            return new ComposerSource(HubPath(ComposerProject), null, ComposerRepository);
        var parts = ComposerProject.Split(':', 2);
        return new ComposerSource(parts[0], parts.Length > 1 ? parts[1] : null, ComposerRepository);
    }

    private string Location(string text) => SourceUrl.LooksLikeUrl(text) || text.StartsWith('-') ? text : HubPath(text);

    private string HubPath(string path) => ServerPath(Hub.Servers.Get(Aegir.Server.MasterName), path);
}

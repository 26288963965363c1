using Aegir.Building.Fetching;
using Aegir.Building.Making;
using Aegir.Hosts;

namespace Aegir.Building.Sources;

/// <summary>Builds the folder of a platform from any of its sources.</summary>
public sealed class PlatformBuilder(Workshop shop)
{
    private readonly Composer composer = new(shop);

    /// <param name="tree">Absolute path of a folder that is not there yet.</param>
    /// <exception cref="AegirException">What failed, with its URL, and for makefiles with project and line.</exception>
    public Task<BuiltCode> BuildAsync(PlatformSource source, string tree, CancellationToken cancellation) => source switch
    {
        MakefileSource makefile => MakeAsync(makefile, tree, cancellation),
        GitSource git => GitAsync(git, tree, cancellation),
        ComposerSource project => ComposeAsync(project, tree, cancellation),
        ArchiveSource archive => UnpackAsync(archive, tree, cancellation),
        CopySource copy => CopyAsync(copy, tree, cancellation),
        _ => throw new ArgumentException($"No way to build from a {source.GetType().Name}.", nameof(source)),
    };

    /// <summary>What <see cref="BuildAsync"/> would fetch. A makefile and release feeds are read for it, nothing else.</summary>
    public async Task<IReadOnlyList<PlannedFetch>> PlanAsync(PlatformSource source, CancellationToken cancellation) => source switch
    {
        MakefileSource makefile => (await new MakefileBuilder(shop).PlanAsync(makefile.Location, cancellation).ConfigureAwait(false))
            .Select(item => new PlannedFetch(item.Item.Name, item.Version, item.Source.Text, item.Path, $"{item.Item.Place.File}, line {item.Item.Place.Line}")).ToList(),
        GitSource git => [new PlannedFetch("git repository", git.Ref, git.Url)],
        ComposerSource project => [new PlannedFetch(project.Package, project.Constraint, project.Repository ?? "packagist.org")],
        ArchiveSource archive => [new PlannedFetch("archive", null, archive.Location)],
        CopySource copy => [new PlannedFetch("folder", null, copy.Path)],
        _ => [],
    };

    private async Task<BuiltCode> MakeAsync(MakefileSource source, string tree, CancellationToken cancellation) =>
        new(await new MakefileBuilder(shop).BuildAsync(source.Location, tree, cancellation).ConfigureAwait(false));

    private async Task<BuiltCode> GitAsync(GitSource source, string tree, CancellationToken cancellation)
    {
        var url = SourceUrl.Parse(source.Url, "the repository", SourceKinds.Http | SourceKinds.Git | SourceKinds.Local);
        var checkout = await new GitFetcher(shop).FetchAsync(new GitDownload(url) { Name = source.Ref, Submodules = source.Submodules }, tree, "the platform", cancellation)
            .ConfigureAwait(false);
        shop.Log(TaskLogLevel.Info, $"Commit {checkout.Commit} of {checkout.Time:u}.");
        if (await composer.InstallAsync(tree, source.ToString(), cancellation).ConfigureAwait(false))
            shop.Log(TaskLogLevel.Info, "Composer installed what it names.");
        return new BuiltCode(checkout.Commit, source.Docroot is null ? null : SafePath.Relative(source.Docroot));
    }

    private async Task<BuiltCode> ComposeAsync(ComposerSource source, string tree, CancellationToken cancellation)
    {
        if (source.Package.StartsWith('/'))
        {
            await CopyAsync(source.Package, tree, cancellation).ConfigureAwait(false);
            if (!await composer.InstallAsync(tree, source.ToString(), cancellation).ConfigureAwait(false))
                throw new AegirException(AegirErrorKind.NotFound, "ComposerFailed", $"{source.Package} has no composer.json.", "Name a project of composer, or copy the folder with -CopyOf.");
        }
        else
            await composer.CreateAsync(source, tree, cancellation).ConfigureAwait(false);
        return new BuiltCode(await composer.LockHashAsync(tree, cancellation).ConfigureAwait(false) ?? "");
    }

    private async Task<BuiltCode> UnpackAsync(ArchiveSource source, string tree, CancellationToken cancellation)
    {
        var url = SourceUrl.Parse(source.Location, "the archive", SourceKinds.Http | SourceKinds.Local);
        var download = new Download(url) { Checksum = source.Checksum is null ? null : Checksum.Parse(source.Checksum) };
        var file = await new Downloader(shop).FetchAsync(download, "the archive", cancellation).ConfigureAwait(false);
        if (!await new Archives(shop).UnpackAsync(file.Path, tree, null, source.ToString(), cancellation).ConfigureAwait(false))
            throw new AegirException(AegirErrorKind.Failed, "ArchiveBroken", $"{source.Location} is no archive.", "Give a tar or zip archive.");
        return new BuiltCode(file.Sha256);
    }

    private async Task<BuiltCode> CopyAsync(CopySource source, string tree, CancellationToken cancellation)
    {
        await CopyAsync(source.Path, tree, cancellation).ConfigureAwait(false);
        return new BuiltCode("");
    }

    private async Task CopyAsync(string path, string tree, CancellationToken cancellation)
    {
        var result = await shop.Host.RunAsync(HostCommand.Script(HostScripts.Resource("Building.Fetching.copy-folder.sh"), path, tree, "y"), cancellation).ConfigureAwait(false);
        if (!result.Succeeded)
            throw new AegirException(AegirErrorKind.NotFound, "CopyFailed", $"{path} cannot be copied: {result.Tail(2)}", "Check the path; it is one on the hub's machine.");
    }
}

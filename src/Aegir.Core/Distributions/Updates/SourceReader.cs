using Aegir.Building.Fetching;
using Aegir.Building.Makefiles;
using Aegir.Building.Sources;

namespace Aegir.Distributions.Updates;

/// <summary>Looks at what the source of a distribution has now, without fetching more than it must (aegir-spec 4.5): a makefile, one git ls-remote, one
/// release feed, or the one file that lists a package's releases.</summary>
public sealed class SourceReader(Workshop shop)
{
    /// <param name="target">The release that the distribution's target is of, as the source counts; null for none.</param>
    /// <exception cref="AegirException">What cannot be read, with its address.</exception>
    public Task<SourceLook> ReadAsync(UpdateSource source, string? target, CancellationToken cancellation) => source switch
    {
        MakefileUpdates makefile => MakefileAsync(makefile, cancellation),
        GitUpdates git => GitAsync(git, cancellation),
        StockUpdates stock => new StockReader(shop).ReadAsync(stock, target, cancellation),
        ComposerUpdates composer => new ComposerReader(shop).ReadAsync(composer, cancellation),
        _ => throw new ArgumentException($"No way to look at a {source.GetType().Name}.", nameof(source)),
    };

    /// <exception cref="AegirException">SourceInvalid, SourceUrlRefused.</exception>
    public static void Check(UpdateSource source)
    {
        switch (source)
        {
            case MakefileUpdates makefile:
                SourceRules.Check(new MakefileSource(makefile.Location));
                break;
            case GitUpdates git:
                SourceRules.Check(new GitSource(git.Url, git.Branch, git.Docroot));
                Require(git.Branch is null || git.TagPattern is null, "A branch and tags cannot both be followed.", "Give one of the two.");
                Require(git.TagPattern is not { Length: 0 or > 200 }, "The pattern of tags is empty or too long.", "Give one such as 10.3.*.");
                break;
            case StockUpdates stock:
                StockReader.Check(stock);
                break;
            case ComposerUpdates composer:
                SourceRules.Check(new ComposerSource(composer.Package, composer.Constraint, composer.Repository));
                ComposerReader.Check(composer);
                break;
        }
    }

    internal static void Require(bool fine, string what, string action)
    {
        if (!fine)
            throw new AegirException(AegirErrorKind.InvalidInput, "SourceInvalid", what, action);
    }

    private async Task<SourceLook> MakefileAsync(MakefileUpdates makefile, CancellationToken cancellation)
    {
        var tree = await new MakefileReader(shop).ReadAsync(makefile.Location, cancellation).ConfigureAwait(false);
        return new SourceLook(Makefile.From(tree, _ => { }).Hash, new MakefileSource(makefile.Location));
    }

    private async Task<SourceLook> GitAsync(GitUpdates git, CancellationToken cancellation)
    {
        var url = SourceUrl.Parse(git.Url, "the repository", SourceKinds.Http | SourceKinds.Git | SourceKinds.Local);
        var remote = new GitRemote(shop);
        if (git.TagPattern is null)
            return Look(await remote.HeadAsync(url, git.Branch, cancellation).ConfigureAwait(false), null);
        var (tag, commit) = await remote.NewestTagAsync(url, new NamePattern(git.TagPattern), cancellation).ConfigureAwait(false);
        return Look(commit, tag);

        SourceLook Look(string commit, string? tag) => new(commit, new GitSource(git.Url, commit, git.Docroot, git.Submodules), tag);
    }
}

using System.Text.RegularExpressions;
using Aegir.Building.Fetching;

namespace Aegir.Building.Sources;

/// <summary>Tells what is wrong with a source before anything is done about it.</summary>
public static partial class SourceRules
{
    private const SourceKinds Anywhere = SourceKinds.Http | SourceKinds.Local;

    /// <exception cref="AegirException">SourceInvalid, SourceUrlRefused.</exception>
    public static void Check(PlatformSource source)
    {
        switch (source)
        {
            case MakefileSource makefile:
                SourceUrl.Parse(makefile.Location, "the makefile", Anywhere);
                break;
            case GitSource git:
                SourceUrl.Parse(git.Url, "the repository", Anywhere | SourceKinds.Git);
                Require(git.Ref is null || GitDownload.IsRef(git.Ref), $"'{git.Ref}' is not the name of a branch, tag or commit.", "Give one as git lists it.");
                Require(git.Docroot is null || SafePath.Relative(git.Docroot) is not null, $"'{git.Docroot}' is no folder below the repository's root.",
                    "Give the docroot without a leading / and without '..', such as web.");
                break;
            case ComposerSource { Package: ['/', ..] } composer:
                SourceUrl.LocalPath(composer.Package, "the project");
                break;
            case ComposerSource composer:
                Require(Package().IsMatch(composer.Package), $"'{composer.Package}' is no package.", "Give vendor/name, such as drupal/recommended-project, or a path.");
                Require(composer.Constraint is null || Constraint().IsMatch(composer.Constraint), $"'{composer.Constraint}' is no constraint.", "Write it as composer does, such as ^10.3.");
                Require(composer.Repository is null || !composer.Repository.Any(char.IsControl), "The repository is no one-line text.", "Give its URL or path.");
                break;
            case ArchiveSource archive:
                SourceUrl.Parse(archive.Location, "the archive", Anywhere);
                Require(archive.Checksum is null || Checksum.Parse(archive.Checksum) is not null, $"'{archive.Checksum}' is no checksum.",
                    "Give MD5, SHA-1, SHA-256 or SHA-512 in hexadecimal, with or without sha256: before it.");
                break;
            case CopySource copy:
                SourceUrl.LocalPath(copy.Path, "the folder");
                break;
        }
    }

    private static void Require(bool fine, string what, string action)
    {
        if (!fine)
            throw new AegirException(AegirErrorKind.InvalidInput, "SourceInvalid", what, action);
    }

    [GeneratedRegex(@"\A[a-z0-9]([_.-]?[a-z0-9]+)*/[a-z0-9](([_.]|-{1,2})?[a-z0-9]+)*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Package();

    [GeneratedRegex(@"\A[a-zA-Z0-9^~<>=!*@|., /_+#][a-zA-Z0-9^~<>=!*@|., /_+#-]*\z")]
    private static partial Regex Constraint();
}

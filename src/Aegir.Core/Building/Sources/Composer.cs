using Aegir.Building.Fetching;
using Aegir.Hosts;

namespace Aegir.Building.Sources;

/// <summary>Lets composer make or complete a project. Only ever in a folder that nobody serves.</summary>
internal sealed class Composer(Workshop shop)
{
    /// <summary>Makes a project of a package.</summary>
    /// <param name="folder">Not there yet; the folder it lies in is.</param>
    /// <exception cref="AegirException">ComposerFailed.</exception>
    public Task CreateAsync(ComposerSource source, string folder, CancellationToken cancellation)
    {
        List<string> arguments = ["create-project", "--remove-vcs"];
        if (source.Repository is { } repository)
            arguments.Add("--repository=" + repository);
        arguments.AddRange(source.Constraint is null ? [source.Package, folder] : [source.Package, folder, source.Constraint]);
        return RunAsync(shop.Work, arguments, source.ToString(), cancellation);
    }

    /// <summary>Installs what the folder's lock file names, or else its composer.json; nothing where it has neither.</summary>
    /// <exception cref="AegirException">ComposerFailed.</exception>
    public async Task<bool> InstallAsync(string folder, string what, CancellationToken cancellation)
    {
        var found = await shop.Host.RunAsync(HostCommand.Script("[ -f \"$1/composer.json\" ] && [ ! -L \"$1/composer.json\" ]", folder), cancellation).ConfigureAwait(false);
        if (!found.Succeeded)
            return false;
        await RunAsync(folder, ["install"], what, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>SHA-256 of the lock file; null where there is none.</summary>
    public async Task<string?> LockHashAsync(string folder, CancellationToken cancellation)
    {
        var result = await shop.Host.RunAsync(HostCommand.Script("[ ! -f \"$1/composer.lock\" ] || sha256sum <\"$1/composer.lock\" | cut -c1-64", folder), cancellation)
            .ConfigureAwait(false);
        return result.Output.Trim() is { Length: 64 } hash ? hash : null;
    }

    private async Task RunAsync(string folder, IReadOnlyList<string> arguments, string what, CancellationToken cancellation)
    {
        var result = await shop.Host.RunAsync(HostCommand.Script(HostScripts.Resource("Building.Sources.run-composer.sh"),
            [Workshop.Seconds(shop.Limits.Total), folder, shop.Cache, .. arguments]), cancellation).ConfigureAwait(false);
        if (result.Succeeded)
            return;
        throw new AegirException(AegirErrorKind.Failed, "ComposerFailed", $"{what}: composer {arguments[0]} failed: {result.Tail(12)}",
            result.ExitCode == 127 ? "Install composer on the hub's machine." : "Mend what composer names, then build again.");
    }
}

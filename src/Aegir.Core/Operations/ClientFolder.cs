using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>The folders of clients on the hub's machine: a link for each of a client's sites, and one for each of their backups (aegir-spec
/// 1.5). The links lead to the hub's copy where a site is served elsewhere.</summary>
internal static class ClientFolder
{
    private const string Script = """
        set -eu
        client=$1 name=$2 target=$3
        mkdir -p -m 0711 -- "${client%/*}"
        [ -d "$client" ] || mkdir -m 0750 -- "$client"
        [ -d "$client/backups" ] || mkdir -m 0750 -- "$client/backups"
        if [ -e "$client/$name" ] && [ ! -L "$client/$name" ]; then echo "$client/$name is there and is no link" >&2; exit 1; fi
        [ "$(readlink "$client/$name" 2>/dev/null)" = "$target" ] || ln -sfn -- "$target" "$client/$name"
        """;

    public static Task LinkSiteAsync(OperationServices services, string? client, string site, string folder, StepContext context) =>
        LinkAsync(services, client, site, folder, context);

    public static Task LinkBackupAsync(OperationServices services, string? client, string archive, StepContext context) =>
        LinkAsync(services, client, "backups/" + archive[(archive.LastIndexOf('/') + 1)..], archive, context);

    public static Task UnlinkSiteAsync(OperationServices services, string? client, string site, StepContext context) =>
        UnlinkAsync(services, client, site, context);

    public static Task UnlinkBackupAsync(OperationServices services, string? client, string archive, StepContext context) =>
        UnlinkAsync(services, client, "backups/" + archive[(archive.LastIndexOf('/') + 1)..], context);

    /// <summary>Links are for people's convenience: one that cannot be made is a warning.</summary>
    public static async Task TryAsync(StepContext context, Func<Task> change)
    {
        try
        {
            await change().ConfigureAwait(false);
        }
        catch (AegirException error)
        {
            context.Warn($"The client's folder was not kept up: {error.Message}");
        }
    }

    private static Task LinkAsync(OperationServices services, string? client, string name, string target, StepContext context) =>
        Home(services, client) is { } home
            ? context.On(services.Hub.Host).RunRequiredAsync(HostCommand.Script(Script, home, name, target), context.Cancellation)
            : Task.CompletedTask;

    private static Task UnlinkAsync(OperationServices services, string? client, string name, StepContext context) =>
        Home(services, client) is { } home
            ? context.On(services.Hub.Host).RunRequiredAsync(HostCommand.Script("[ ! -L \"$1\" ] || rm -f -- \"$1\"", $"{home}/{name}"), context.Cancellation)
            : Task.CompletedTask;

    private static string? Home(OperationServices services, string? client) => client is null ? null
        : $"{services.Hub.Server.Folder}/clients/{Names.ClientFolder(client)}";
}

using System.Text.RegularExpressions;
using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.Operations.Moving;
using Aegir.WebServers;

namespace Aegir.Operations;

/// <summary>
/// The gate of a site that no task of this store has shut: a copy of the store was put back, and the task, of which the copy knows nothing, was killed before
/// its end. What that did to the site's folders is undone, and the site opened again, if it is what the store says.
/// </summary>
internal sealed partial class UnownedGate(OperationServices services, SiteTarget target, Place place, StepContext context)
{
    private readonly SiteShut shut = new(services, target);

    private SiteLocation Location => target.Location(services);

    /// <summary>Opens it. Where that fails, the site is as shut as it was.</summary>
    /// <exception cref="AegirException">StoreIsOlder: the site went on elsewhere, was disabled, or is not what the store says. SiteDatabaseUnreachable,
    /// SiteLookFailed.</exception>
    public async Task OpenAsync()
    {
        await TakeBackAsync().ConfigureAwait(false);
        await RequireOursAsync().ConfigureAwait(false);
        await place.EachAsync(PutBackAsync).ConfigureAwait(false);
        await shut.CloseAsync(context).ConfigureAwait(false);
        await RequireAsRecordedAsync().ConfigureAwait(false);
        await PublishAsync(HostedState.Maintenance, shut.Token).ConfigureAwait(false);
        await place.EachAsync(member => SiteDoor.RequireFineAsync(member.Host, member.Server, Location, shut.Token, context.Cancellation)).ConfigureAwait(false);
        await shut.OpenAsync(context).ConfigureAwait(false);
        await PublishAsync(HostedState.Open, null).ConfigureAwait(false);
        context.Warn($"'{target.Name}' was shut by a task that this store knows nothing of. It is whole, and open again.");
    }

    // An undo that was cut off may have taken the uploads away; in place, the site is not under its name.
    private async Task TakeBackAsync()
    {
        foreach (var side in services.Store.Read(session => session.KeptSides.OfSite(target.SiteId)))
            if (await UndoMove.TakeBackAsync(services, side, context).ConfigureAwait(false))
                context.Warn($"A way back to {Json.Read<MoveRecord>(side.State).Old.Platform} was begun: it is undone.");
    }

    private async Task RequireOursAsync()
    {
        foreach (var member in place.Members)
        {
            var mark = (await LeftMark.ReadAsync(member.Host, [Location.Folder], context.Cancellation).ConfigureAwait(false))[0];
            // It was about to be left: as long as the new side has the same gate, it let nobody in.
            if (mark is null || (mark.Length > 0 && (await UnfinishedAsync(member).ConfigureAwait(false)).All(made => made.Mark != mark)))
                throw LeftMark.StoreIsOlder(target.Name, $"{Location.Folder} was left");
        }
        var lead = place.Lead;
        if (await SiteGate.FindAsync(lead.Host, lead.Server.Php, Location.Docroot, Location.Directory, context.Cancellation).ConfigureAwait(false) == GateState.Sealed)
            throw LeftMark.StoreIsOlder(target.Name, "it was disabled");
    }

    private async Task PutBackAsync(PlaceMember member)
    {
        foreach (var (mark, sites, directory) in await UnfinishedAsync(member).ConfigureAwait(false))
            // One that is not under its name yet: nothing but the stage is to be undone.
            await PutBackAsync(member, mark, sites, $"{sites}/{(directory.StartsWith(".aegir-", StringComparison.Ordinal) ? Location.Directory : directory)}").ConfigureAwait(false);
        await LeftMark.SetAsync(member.Host, Location.Folder, "", context.Cancellation).ConfigureAwait(false);
        // Of an undo that came no further.
        await member.Host.RunRequiredAsync(HostCommand.Script(
            "[ ! -e \"$1/.aegir-upgrade\" ] || { chmod u+w -- \"$1\" && rm -f -- \"$1/.aegir-upgrade\"; }", Location.Folder), context.Cancellation).ConfigureAwait(false);
    }

    // What the task that shut the site was making of it.
    private async Task<IReadOnlyList<(string Mark, string Sites, string Directory)>> UnfinishedAsync(PlaceMember member)
    {
        var docroots = services.Store.Read(session => session.Platforms.Find(new PlatformFilter()).ToList()).GroupBy(platform => platform.Server)
            .Where(server => services.Place(server.Key).Members.Any(other => other.IsOneWith(member))).SelectMany(server => server.Select(platform => platform.Path));
        var answer = await member.Host.ScriptAsync("Operations.unfinished.sh",
            [Location.Folder, .. docroots.Append(Location.Docroot).Distinct().Select(docroot => docroot + "/sites")], context.Cancellation).ConfigureAwait(false);
        return [.. answer.Split('\n').Select(line => Unfinished().Match(line)).Where(line => line.Success)
            .Select(line => (line.Groups[1].Value, line.Groups[2].Value, line.Groups[3].Value))];
    }

    private async Task PutBackAsync(PlaceMember member, string mark, string sites, string made)
    {
        await SitesPhp.RemoveAsync(member.Host, member.Server.Php, sites[..^"/sites".Length], mark, context.Cancellation).ConfigureAwait(false);
        await PutBack.RunAsync(member, context, Location.Folder, made, mark, "0755", "", "", "files private")
            .ConfigureAwait(false);
        context.Warn($"{made} was being made of '{target.Name}': it is taken away.");
        var name = made[(sites.Length + 1)..];
        if (services.Store.Read(session => session.Sites.Get(name)) is null)
            await SiteHosting.WithdrawAsync(services, place, name, reload: true, context.Cancellation).ConfigureAwait(false);
    }

    private async Task RequireAsRecordedAsync()
    {
        var lead = place.Lead;
        var site = target.Site(services);
        var facts = await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, Location, shut.Token, context.Cancellation).ConfigureAwait(false);
        if ((facts.Database.Type, facts.Database.Name) != (site.DatabaseType, site.DatabaseName))
            throw LeftMark.StoreIsOlder(target.Name, $"its settings name the database {facts.Database.Name}, and not {site.DatabaseName}");
        var astray = await lead.Host.RunRequiredAsync(HostCommand.Script(
            "for name in files private; do [ -e \"$1/$name\" ] || [ ! -L \"$1/$name\" ] || echo \"$name/\"; done", Location.Folder), context.Cancellation).ConfigureAwait(false);
        if (astray.Output.Length > 0)
            throw LeftMark.StoreIsOlder(target.Name, $"its {astray.Output.Split('\n')[0]} is elsewhere");
    }

    private Task PublishAsync(HostedState state, string? token) => SiteHosting.PublishAsync(services, place,
        SiteHosting.Of(target.Site(services), target.Platform(services)) with { State = state, PassToken = token }, reload: true, context.Cancellation, urgent: true);

    [GeneratedRegex("^([0-9a-f]+) (/.*/sites)/([^/]+)$")]
    private static partial Regex Unfinished();
}

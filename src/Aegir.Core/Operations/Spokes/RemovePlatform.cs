using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations.Spokes;

/// <summary>Forgets a platform and deletes its code, on the hub and on every machine that serves it. Nothing is deleted while a site is there
/// (aegir-spec 2.10), or where the path is not plainly a platform's.</summary>
public sealed class RemovePlatform : Operation
{
    public const string TaskType = "remove-platform";

    private readonly OperationServices services;
    private readonly Platform platform;

    private RemovePlatform(OperationServices services, Platform platform) => (this.services, this.platform) = (services, platform);

    public override string Type => TaskType;

    public override string TargetType => "platform";

    public override string Target => platform.Name;

    public override IReadOnlyList<string> Resources => ["platform:" + Names.PlatformContext(platform.Name)];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(services, platform.Id);

    public override IReadOnlyList<Step> Steps =>
    [
        new("check", CheckAsync),
        new("web server", WithdrawAsync) { Undo = PublishAsync },
        new("forget", _ => Task.CompletedTask) { Commit = Forget },
        new("delete files", DeleteAsync),
    ];

    /// <exception cref="AegirException">PlatformHasSites, PlatformIsTarget, PlatformHasKeptSides, PlatformNotVerified,
    /// PlatformPathUnsafe.</exception>
    public static RemovePlatform Create(OperationServices services, Platform platform)
    {
        services.Store.Read(session =>
        {
            PlatformNames.RequireUnused(session, platform);
            RequireAlone(services, session, platform);
            return true;
        });
        return new RemovePlatform(services, platform);
    }

    public static RemovePlatform Rebuild(OperationServices services, string state)
    {
        var id = Json.Read<Record>(state).Id;
        return new RemovePlatform(services, services.Store.Read(session => session.Platforms.Get(id))!);
    }

    public override string Save() => Json.Write(new Record(platform.Id));

    private async Task CheckAsync(StepContext context)
    {
        var place = services.Place(platform.Server).For(context);
        await place.RequireAllAsync().ConfigureAwait(false);
        foreach (var member in Machines(context))
        {
            // The hub's copies of sites hold nothing of their own.
            var what = place.Members.Any(serving => serving.Server.Id == member.Server.Id) ? "sites" : "check";
            var facts = (await RunAsync(member, what, context).ConfigureAwait(false)).Split('\n').Select(line => line.Split('=', 2)).ToList();
            if (facts.Find(fact => fact[0] == "unsafe") is { } unsafely)
                throw Unsafe($"{unsafely[1]} on '{member.Server.Name}'.");
            var sites = facts.Where(fact => fact[0] == "site").Select(fact => fact[1]).ToList();
            if (sites.Count > 0)
                throw new AegirException(AegirErrorKind.Refused, "PlatformHasSites",
                    $"On '{member.Server.Name}', {platform.Path}/sites holds sites: {string.Join(", ", sites)}.",
                    $"Adopt and remove them (Import-AegirSite -Platform '{platform.Name}'), or move their folders away.");
        }
    }

    private Task WithdrawAsync(StepContext context) => SiteHosting.WithdrawPlatformAsync(
        services, Place(context), Names.PlatformContext(platform.Name), reload: true, context.Cancellation);

    private Task PublishAsync(StepContext context) => SiteHosting.PublishPlatformAsync(
        services, Place(context), Names.PlatformContext(platform.Name), platform.Path, reload: true, context.Cancellation);

    private Place Place(StepContext context) => services.Place(platform.Server).For(context);

    private void Forget(StateSession session, long taskId)
    {
        PlatformNames.RequireUnused(session, session.Platforms.Get(platform.Id)!);
        session.Platforms.SetDistribution(platform.Id, null);
        session.Platforms.SetStatus(platform.Id, PlatformStatus.Deleted);
    }

    private async Task DeleteAsync(StepContext context)
    {
        foreach (var member in Machines(context))
        {
            await RunAsync(member, "delete", context).ConfigureAwait(false);
            context.Info($"{platform.ProjectRoot} is gone from '{member.Server.Name}'.");
        }
    }

    private IEnumerable<PlaceMember> Machines(StepContext context) =>
        services.Place(platform.Server).Members.Append(services.Hub).DistinctBy(member => member.IsRemote ? member.Server.Id : 0)
            .Select(member => member with { Host = context.On(member.Host) });

    private Task<string> RunAsync(PlaceMember member, string what, StepContext context)
    {
        var web = platform.Path == platform.ProjectRoot ? "" : platform.Path[(platform.ProjectRoot.Length + 1)..];
        return member.Host.ScriptAsync("Operations.Spokes.remove-platform.sh",
            [platform.ProjectRoot, web, platform.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), what], context.Cancellation);
    }

    // Nothing else that the hub knows of may lie in the folder.
    private static void RequireAlone(OperationServices services, StateSession session, Platform platform)
    {
        if (platform.Verified is null)
            throw new AegirException(AegirErrorKind.Refused, "PlatformNotVerified",
                $"Platform '{platform.Name}' was never verified, so it is not known what lies in {platform.Path}.", "Remove it without its files.");
        bool Holds(string path) => (path + "/").StartsWith(platform.ProjectRoot + "/", StringComparison.Ordinal);
        var others = session.Platforms.Find(new PlatformFilter()).Where(other => other.Id != platform.Id).ToList();
        if (others.Find(other => Holds(other.Path) || (platform.ProjectRoot + "/").StartsWith(other.ProjectRoot + "/", StringComparison.Ordinal)) is { } shared)
            throw Unsafe($"{platform.ProjectRoot} shares its folder with platform '{shared.Name}' in {shared.Path}.");
        var own = session.Servers.Find().Select(server => server.Folder).Append(services.Store.FilePath ?? services.BackupFolder).Append(services.BackupFolder);
        if (own.FirstOrDefault(Holds) is { } folder)
            throw Unsafe($"{platform.ProjectRoot} holds {folder}, which is Aegir's own.");
    }

    private static AegirException Unsafe(string why) => new(AegirErrorKind.Refused, "PlatformPathUnsafe",
        "The platform's files are not deleted: " + why, "Remove the platform without its files, and delete by hand what you no longer need.");

    private sealed record Record(long Id);
}

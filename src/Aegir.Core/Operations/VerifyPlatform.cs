using Aegir.Drupal;
using Aegir.Operations.Spokes;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>
/// Reads a code base on the hub, pushes it to the machines that serve it, and writes what is in it into the package registry, all at once; a new
/// platform is registered with it. The sites on it are left alone, and so is sites.php (see docs/architecture.md).
/// </summary>
public sealed class VerifyPlatform : Operation
{
    private readonly OperationServices services;
    private readonly Platform platform;
    private readonly string? distribution;
    private readonly Place anywhere;
    private readonly HashSet<string> found = [];
    private Place? place;
    private Server? source;
    private CodeBase? codeBase;

    private VerifyPlatform(OperationServices services, Platform platform, string? distribution)
    {
        this.services = services;
        this.platform = platform;
        this.distribution = distribution;
        anywhere = services.Place(platform.Server);
    }

    public override string Type => "verify";

    public override string TargetType => "platform";

    public override string Target => platform.Name;

    public override IReadOnlyList<string> Resources => ["platform:" + Names.PlatformContext(platform.Name)];

    public override IReadOnlyList<Step> Steps =>
    [
        new("read the code base", ReadAsync),
        new("push", PushAsync),
        new("web server", HostAsync),
        new("register", _ => Task.CompletedTask) { Commit = Register },
    ];

    public static VerifyPlatform For(OperationServices services, Platform platform) => new(services, platform, platform.Distribution);

    /// <summary>For a code base that is not registered yet.</summary>
    /// <exception cref="AegirException">PlatformPathInvalid, PlatformExists, DistributionNotFound or ServerNotFound.</exception>
    public static VerifyPlatform ForNew(OperationServices services, string name, string path, string server, string? distribution)
    {
        var absolute = Names.AbsolutePath(path) ?? throw new AegirException(AegirErrorKind.InvalidInput, "PlatformPathInvalid",
            $"'{path}' is not an absolute path.", "Give the whole path on the server, such as /var/aegir/platforms/drupal-10.3.6.");
        services.Store.Read(session =>
        {
            PlatformNames.RequireFree(session, name, absolute);
            return distribution is null ? null : session.Distributions.Get(distribution) ?? throw Missing.Distribution(distribution);
        });
        return new VerifyPlatform(services, new Platform { Name = name, Path = absolute, Server = server }, distribution);
    }

    private async Task ReadAsync(StepContext context)
    {
        place = anywhere.For(context);
        var reader = new CodeBaseReader(context.On(services.Hub.Host));
        try
        {
            codeBase = await reader.ReadAsync(platform.Path, context.Cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (error.Id == "PlatformPathNotFound" && place.Members.All(member => member.IsRemote))
        {
            await place.FirstAsync(async member =>
            {
                found.UnionWith((await new PlatformSync(services, context).FetchAsync(member, platform.Path).ConfigureAwait(false)).SiteDirectories);
                source = member.Server;
            }).ConfigureAwait(false);
            codeBase = await reader.ReadAsync(platform.Path, context.Cancellation).ConfigureAwait(false);
        }
        foreach (var warning in codeBase.Warnings)
            context.Warn(warning);
        context.Info($"{codeBase}: {codeBase.Packages.Count} packages.");
    }

    private async Task PushAsync(StepContext context)
    {
        var sync = new PlatformSync(services, context);
        var hub = context.On(services.Hub.Host);
        var original = place!.Members.Any(member => member.IsRemote)
            ? await PlatformCopy.LookAsync(hub, codeBase!, "end", context.Cancellation).ConfigureAwait(false)
            : null;
        await place.EachAsync(async member =>
        {
            if (member.Server.Id == source?.Id)
                return;
            var copy = member.IsRemote
                ? await sync.PushAsync(member, codeBase!, original!).ConfigureAwait(false)
                : await sync.SettleAsync(member, codeBase!).ConfigureAwait(false);
            found.UnionWith(copy.Sites);
        }).ConfigureAwait(false);
        TellOfUnknown(context);
    }

    private Task HostAsync(StepContext context) => SiteHosting.PublishPlatformAsync(
        services, place!, Names.PlatformContext(platform.Name), codeBase!.Docroot, reload: true, context.Cancellation);

    // The original adopts them by itself (aegir-spec 2.2). Here that is for the admin to say, who may be about to move them away.
    private void TellOfUnknown(StepContext context)
    {
        var known = services.Store.Read(session => ImportSite.Known(session, platform));
        var unknown = found.Where(directory => directory != "default" && !known.Contains(directory)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            context.Info($"{unknown.Count} sites that the hub does not know: {string.Join(", ", unknown)}. Adopt them: Import-AegirSite -Platform '{platform.Name}'");
    }

    private void Register(StateSession session, long taskId)
    {
        var id = platform.Id == 0 ? Add(session) : platform.Id;
        session.Platforms.SetVerified(platform with
        {
            Id = id,
            Path = codeBase!.Docroot,
            ProjectRoot = codeBase.ProjectRoot,
            CoreVersion = codeBase.CoreVersion,
            PhpMinimum = codeBase.PhpMinimum,
            Drush = codeBase.Drush,
            Fingerprint = codeBase.Fingerprint,
            Verified = DateTimeOffset.UtcNow,
        });
        session.Packages.ReplacePlatform(id, codeBase.Packages);
        place!.CaughtUp(session);
    }

    private long Add(StateSession session)
    {
        PlatformNames.RequireFree(session, platform.Name, codeBase!.Docroot);
        var server = session.Servers.Get(platform.Server) ?? throw Missing.Server(platform.Server);
        var id = session.Platforms.Add(platform with { Path = codeBase.Docroot, ProjectRoot = codeBase.ProjectRoot }, server.Id, null);
        if (distribution is not null)
            DistributionRule.Join(session, session.Platforms.Get(id)!, distribution);
        return id;
    }
}

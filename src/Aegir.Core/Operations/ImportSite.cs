using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>Adopts a site that lies in a platform: it is read and recorded, and nothing of it is changed.</summary>
public sealed class ImportSite : Operation
{
    public const string TaskType = "import";

    private readonly OperationServices services;
    private readonly Platform platform;
    private Site site;
    private SiteFacts? facts;

    private ImportSite(OperationServices services, Platform platform, string directory, string name)
    {
        this.services = services;
        this.platform = platform;
        site = new Site { Name = name, Directory = directory, Status = SiteStatus.Enabled };
    }

    public override string Type => TaskType;

    public override string TargetType => "site";

    public override string Target => site.Name;

    public override IReadOnlyList<string> Resources => ["site:" + site.Name];

    public override IReadOnlyList<IHost> Hosts => SiteMachines.Of(services, platform.Id);

    public override IReadOnlyList<Step> Steps =>
    [
        new("read the site", ReadAsync),
        new("record", _ => Task.CompletedTask) { Commit = Record },
        new("web server", HostAsync),
    ];

    /// <exception cref="AegirException">PlatformNotFound, PlatformNotVerified, SiteDirectoryInvalid, SiteNameNeeded, SiteNameInvalid
    /// or SiteExists.</exception>
    public static ImportSite Create(OperationServices services, string platformName, string directory, string? name)
    {
        if (!Names.IsSiteDirectory(directory))
            throw new AegirException(AegirErrorKind.InvalidInput, "SiteDirectoryInvalid",
                $"'{directory}' is not the name of a folder that can hold a site.", "Give the name of one folder below sites/, without a path.");
        if (name is null && directory == "default")
            throw new AegirException(AegirErrorKind.InvalidInput, "SiteNameNeeded",
                "The site in sites/default does not say what its domain is.",
                $"Name it: Import-AegirSite -Platform '{platformName}' -Directory default -Name www.example.com");
        var domain = Names.Domain(name ?? directory);
        if (!Names.IsDomain(domain))
            throw new AegirException(AegirErrorKind.InvalidInput, "SiteNameInvalid",
                $"'{domain}' is not a domain name.",
                $"Name the site: Import-AegirSite -Platform '{platformName}' -Directory '{directory}' -Name www.example.com");
        var platform = services.Store.Read(session =>
        {
            RequireFree(session, domain);
            return session.Platforms.Get(platformName) ?? throw Missing.Platform(platformName);
        });
        if (platform.Verified is null)
            throw new AegirException(AegirErrorKind.Refused, "PlatformNotVerified",
                $"Platform '{platform.Name}' was never verified.", $"Get-AegirPlatform '{platform.Name}' | Invoke-AegirVerify");
        return new ImportSite(services, platform, directory, domain);
    }

    public static ImportSite Rebuild(OperationServices services, string state)
    {
        var record = Json.Read<State>(state);
        return new ImportSite(services, services.Store.Read(session => session.Platforms.Get(record.PlatformId))!, record.Directory, record.Name);
    }

    public override string Save() => Json.Write(new State(platform.Id, site.Directory, site.Name));

    /// <summary>The folders of a platform that hold a site which is neither known nor kept from an upgrade.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(OperationServices services, string platformName, CancellationToken cancellation)
    {
        var platform = services.Store.Read(session => session.Platforms.Get(platformName)) ?? throw Missing.Platform(platformName);
        IReadOnlyList<string> found = [];
        await services.Place(platform.Server).FirstAsync(async member =>
            found = (await new CodeBaseReader(member.Host).ReadAsync(platform.Path, cancellation).ConfigureAwait(false)).SiteDirectories)
            .ConfigureAwait(false);
        var known = services.Store.Read(session => Known(session, platform));
        return found.Where(directory => !known.Contains(directory)).ToList();
    }

    /// <summary>The folders of a platform whose sites the hub knows, or keeps from an upgrade.</summary>
    internal static IReadOnlySet<string> Known(StateSession session, Platform platform) =>
        session.Sites.Find(new SiteFilter { Platform = platform.Name }).Select(site => site.Directory)
            .Concat(session.KeptSides.OnPlatform(platform.Id).Select(side => side.Directory)).ToHashSet();

    private async Task ReadAsync(StepContext context)
    {
        var location = new SiteLocation(platform.Path, site.Directory, site.Name, platform.CoreMajor);
        var lead = (await services.Place(platform.Server).For(context).ReachAsync().ConfigureAwait(false)).Lead;
        facts = await SiteRecord.ReadConnectedAsync(lead.Host, lead.Server.Php, location, null, context.Cancellation)
            .ConfigureAwait(false);
        if (facts.Database.Type == DatabaseType.None)
            throw new AegirException(AegirErrorKind.Refused, "DatabaseNotSupported",
                $"'{site.Name}' uses the database driver '{facts.Database.Driver}', which is not supported.",
                "Sites on MariaDB, MySQL, PostgreSQL and SQLite can be imported.");
        var names = await SitesPhp.NamesAsync(lead.Host, lead.Server.Php, location, context.Cancellation).ConfigureAwait(false);
        // A number in front is a port.
        site = site with { Aliases = [.. names.Select(Names.Domain).Where(name => name != site.Name && Names.IsAlias(name) && !name.Split('.')[0].All(char.IsAsciiDigit)).Distinct()] };
        context.Info($"Site '{facts.Title}', profile {facts.Profile}, {facts.Packages.Count(package => package.Enabled)} enabled packages.");
    }

    private Task HostAsync(StepContext context) => SiteHosting.PublishAsync(
        services, services.Place(platform.Server).For(context),
        SiteHosting.Of(services.Store.Read(session => session.Sites.Get(site.Name)) ?? site, platform), reload: true, context.Cancellation);

    private void Record(StateSession session, long taskId)
    {
        RequireFree(session, site.Name);
        // A domain is one site's only.
        site = site with { Aliases = [.. site.Aliases.Where(alias => session.Sites.WithName([alias]) is null)] };
        SiteRecord.Save(session, site.With(facts!), platform.Id, facts!);
    }

    private static void RequireFree(StateSession session, string name)
    {
        if (session.Sites.Get(name) is { } other)
            throw new AegirException(AegirErrorKind.AlreadyExists, "SiteExists",
                $"There is a site '{other.Name}' already, on platform '{other.Platform}'.",
                "A domain is one site's only; give this one another -Name, or remove the other.");
    }

    private sealed record State(long PlatformId, string Directory, string Name);
}

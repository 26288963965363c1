using Aegir.Drupal;
using Aegir.Hosts;
using Aegir.State;

namespace Aegir.Operations;

/// <summary>Reads a code base and writes what is in it into the package registry, all at once; a new platform is registered with it.</summary>
public sealed class VerifyPlatform : Operation
{
    private readonly OperationServices services;
    private readonly Platform platform;
    private readonly string? distribution;
    private readonly IHost host;
    private CodeBase? codeBase;

    private VerifyPlatform(OperationServices services, Platform platform, string? distribution)
    {
        this.services = services;
        this.platform = platform;
        this.distribution = distribution;
        host = services.Host(services.Server(platform.Server));
    }

    public override string Type => "verify";

    public override string TargetType => "platform";

    public override string Target => platform.Name;

    public override IReadOnlyList<string> Resources => ["platform:" + Names.PlatformContext(platform.Name)];

    public override IReadOnlyList<Step> Steps =>
    [
        new("read the code base", ReadAsync),
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
        codeBase = await new CodeBaseReader(context.On(host)).ReadAsync(platform.Path, context.Cancellation).ConfigureAwait(false);
        foreach (var warning in codeBase.Warnings)
            context.Warn(warning);
        context.Info($"{codeBase}: {codeBase.Packages.Count} packages.");
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

using System.Security.Cryptography;
using Aegir.Databases;
using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Upgrading;

/// <summary>What the steps of one upgrade share while they run. The token and the password live here and nowhere else.</summary>
public sealed class UpgradeWork(OperationServices services, UpgradeRecord record)
{
    public UpgradeRecord Record => record;

    public OperationServices Services => services;

    public Server Server { get; } = services.Server(record.Server);

    /// <summary>Lets our own commands and requests through the closed gate.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>True where another process began this work: then the token of its gates is not known.</summary>
    public bool Rebuilt { get; init; }

    /// <summary>The token to open a gate with; null to open whichever is there.</summary>
    public string? KnownToken => Rebuilt ? null : Token;

    /// <summary>The target's code; null in a recovery.</summary>
    public CodeBase? TargetCode { get; init; }

    /// <summary>What the plan says one should know; for the task's log.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the site is like on its new side, once the updates have run.</summary>
    public SiteFacts? NewFacts { get; set; }

    public string NewPassword { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>When visitors were shut out, and let in again.</summary>
    public DateTimeOffset? Closed { get; set; }

    public DateTimeOffset? Opened { get; set; }

    public SiteLocation OldSide => new(record.FromDocroot, record.Directory, record.Site, record.FromMajor);

    public SiteLocation NewSide => new(record.ToDocroot, record.Directory, record.Site, record.ToMajor);

    public IHost Host(StepContext context) => context.On(services.Host(Server));

    /// <summary>Makes the web servers serve one of the sides.</summary>
    public Task HostAsync(StepContext context, SiteLocation side)
    {
        var site = services.Store.Read(session => session.Sites.Get(record.SiteId))!;
        var hosted = SiteHosting.Of(site, new Platform { Path = side.Docroot, CoreVersion = $"{side.Major}.0" });
        return SiteHosting.PublishAsync(services, services.Place(record.Server).For(context), hosted, reload: true, context.Cancellation, urgent: true);
    }

    public ISiteDatabases Databases(StepContext context) => services.Databases(record.DatabaseType, Server, new PlaceMember(Server, services.Host(Server)), context.On);
}

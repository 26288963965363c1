using System.Security.Cryptography;
using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>What the steps of one move share while they run. The token and the password live here and nowhere else.</summary>
public sealed class MoveWork(OperationServices services, MoveRecord record)
{
    public MoveRecord Record => record;

    public OperationServices Services => services;

    public SideWork Old { get; } = new(services, record, record.Old);

    public SideWork New { get; } = new(services, record, record.New);

    /// <summary>Lets our own commands and requests through the closed gate.</summary>
    public string Token { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>True where another process began this work: then the token of its gates is not known.</summary>
    public bool Rebuilt { get; init; }

    /// <summary>The token to open a gate with; null to open whichever is there.</summary>
    public string? KnownToken => Rebuilt ? null : Token;

    /// <summary>The new side's code; null in a recovery.</summary>
    public CodeBase? TargetCode { get; init; }

    /// <summary>What the plan says one should know; for the task's log.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the site is like on its new side, once the updates have run.</summary>
    public SiteFacts? NewFacts { get; set; }

    /// <summary>The environment in which the PHP of the new side's first machine keeps the code that it compiles.</summary>
    public IReadOnlyDictionary<string, string> CodeCache { get; set; } = new Dictionary<string, string>();

    public string NewPassword { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A clone has a salt of its own: else a one-time login link made on it would work on the original (field note 13).</summary>
    public string? NewSalt { get; } = record.Kind == MoveKind.Clone
        ? Convert.ToBase64String(RandomNumberGenerator.GetBytes(55)).TrimEnd('=').Replace('+', '-').Replace('/', '_') : null;

    /// <summary>When visitors were shut out, and let in again.</summary>
    public DateTimeOffset? Closed { get; set; }

    public DateTimeOffset? Opened { get; set; }

    /// <summary>The site has other machines afterwards: its web host is another one.</summary>
    public bool IsElsewhere => record.IsNew || record.Old.Server != record.New.Server || record.Old.Site != record.New.Site;

    /// <summary>All machines that a killed run may have left processes on.</summary>
    public IReadOnlyList<IHost> Hosts => [.. Old.Place.Members.Concat(New.Place.Members).Append(services.Hub)
        .DistinctBy(member => member.Server.Name).Select(member => member.Host)];

    public IHost Hub(StepContext context) => context.On(services.Hub.Host);

    /// <summary>The folders of uploads that the new side takes over from the old one.</summary>
    public IEnumerable<string> Carried => record.Kind == MoveKind.Deploy ? [] : new[] { "files", "private" }.Except(record.Restored?.Uploads ?? []);

    /// <summary>True where what stands in a folder below the site's is moved to the new side, not copied.</summary>
    /// <param name="folder">Empty for the site's own; null for one elsewhere.</param>
    public bool MovesAlong(string? folder) => folder is not null && Old.Twin(New.Place.Lead) is not null && record.Kind switch
    {
        _ when record.IsNew => false,
        MoveKind.Restore => Carried.Contains(folder),
        _ => true,
    };

    /// <summary>True where the old database is on the same server as the new, or in a file of the same machine.</summary>
    public bool SharesDatabases => record.Kind != MoveKind.Deploy && (record.DatabaseType == DatabaseType.Sqlite
        ? Old.Place.Lead.IsOneWith(New.Place.Lead) : record.Old.DatabaseServer == record.New.DatabaseServer);
}

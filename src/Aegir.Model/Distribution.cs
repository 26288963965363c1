namespace Aegir;

/// <summary>A flavour of platform, with one upgrade target among its platforms.</summary>
public sealed record Distribution
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Name of the platform its sites are to be upgraded to; null where none is set.</summary>
    public string? Target { get; init; }

    /// <summary>Version of Drupal core on the target.</summary>
    public string? TargetVersion { get; init; }

    public int PlatformCount { get; init; }

    public int SiteCount { get; init; }

    /// <summary>Sites on other platforms of the distribution than the target; 0 without a target.</summary>
    public int OutdatedCount { get; init; }

    /// <summary>Where its platforms come from; null where they are built by hand.</summary>
    public UpdateSource? Source { get; init; }

    /// <summary>The names of the platforms that are built: see <see cref="PlatformNamePattern"/>.</summary>
    public string PlatformName { get; init; } = DefaultPlatformName;

    /// <summary>The server that its platforms are built for.</summary>
    public string Server { get; init; } = Aegir.Server.MasterName;

    public UpdatePolicy Policy { get; init; } = UpdatePolicy.Target;

    public UpgradeRules Rules { get; init; } = new();

    /// <summary>What is known of the source, and what became of it.</summary>
    public UpdateState Updates { get; init; } = new();

    /// <summary>What is at stake for the target and for the platforms that have sites; null where no release feed was read yet.</summary>
    public SecurityReview? Security { get; init; }

    public const string DefaultPlatformName = "{distribution} {version}-{build}";

    public override string ToString() => Name;
}

/// <summary>What a distribution remembers of its source.</summary>
public sealed record UpdateState
{
    /// <summary>When the source was last looked at; null where it never was.</summary>
    public DateTimeOffset? Checked { get; init; }

    /// <summary>Why the last look failed; null where it did not.</summary>
    public string? CheckError { get; init; }

    /// <summary>What the source had when it was last looked at.</summary>
    public string? Signature { get; init; }

    /// <summary>The release that is, where the source tells.</summary>
    public string? Version { get; init; }

    /// <summary>What was built last.</summary>
    public string? BuiltSignature { get; init; }

    public string? BuiltVersion { get; init; }

    /// <summary>What could not be built.</summary>
    public string? FailedSignature { get; init; }

    public string? FailedMessage { get; init; }

    /// <summary>How often in a row that was tried.</summary>
    public int Failures { get; init; }

    /// <summary>What the release feed said.</summary>
    public KnownReleases? Releases { get; init; }

    public DateTimeOffset? ReleasesRead { get; init; }

    /// <summary>What upgrades to the present target came to.</summary>
    public UpgradeProgress? Progress { get; init; }

    /// <summary>The newest release known, or the first digits of the signature.</summary>
    public string? Label => Version ?? (Signature is { Length: > 8 } hash ? hash[..8] : Signature);
}

/// <summary>How far the policy Upgrade has come with one target.</summary>
public sealed record UpgradeProgress
{
    public long TargetId { get; init; }

    /// <summary>How many sites were upgraded to it.</summary>
    public int Upgraded { get; init; }

    /// <summary>The sites that failed; they are not tried again on this target.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>Why no further site is begun; null where upgrades go on.</summary>
    public string? Stopped { get; init; }
}

namespace Aegir;

/// <summary>The operations that set a site up on a new side.</summary>
public enum MoveKind
{
    /// <summary>To the distribution's target; same domain, same servers.</summary>
    Upgrade,

    /// <summary>To another platform, another database server, or both.</summary>
    Migrate,

    Rename,

    /// <summary>The site stays as it is, and the new side is a site of its own.</summary>
    Clone,

    /// <summary>To what an archive holds.</summary>
    Restore,

    /// <summary>A site that the hub does not know, out of an archive; no side is left behind.</summary>
    Deploy,
}

namespace Aegir.Building.Fetching;

/// <summary>What a build may take at most. The defaults suit what drupal.org serves.</summary>
public sealed record BuildLimits
{
    /// <summary>Bytes of one download.</summary>
    public long DownloadBytes { get; init; } = 1L << 30;

    /// <summary>Bytes of one archive once it is unpacked.</summary>
    public long UnpackedBytes { get; init; } = 4L << 30;

    /// <summary>Files of one archive.</summary>
    public int UnpackedFiles { get; init; } = 300_000;

    /// <summary>Bytes of the list of what is in one archive: a line for each file.</summary>
    public long ListBytes => (1L << 20) + UnpackedFiles * 300L;

    /// <summary>A transfer that brings less than 100 bytes a second for so long is given up.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that one download, checkout or composer may take.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(30);

    public int Redirects { get; init; } = 5;

    /// <summary>How many downloads may run at a time.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>How deep makefiles may include and projects bring makefiles of their own.</summary>
    public int Depth { get; init; } = 8;
}

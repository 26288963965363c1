namespace Aegir;

/// <summary>The place where a git host may tell that a distribution's source has changed.</summary>
public sealed record Webhook
{
    public string Distribution { get; init; } = "";

    /// <summary>The path of its address at the service; it cannot be guessed and stays when the secret is replaced.</summary>
    public string Path { get; init; } = "";

    /// <summary>What the git host signs its messages with. Known only from the command that made it; null ever after.</summary>
    public string? Secret { get; init; }

    /// <summary>When the secret was made.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When the last genuine message came; null where none did.</summary>
    public DateTimeOffset? LastDelivery { get; init; }

    public override string ToString() => Distribution;
}

namespace Aegir;

/// <summary>Something that a cluster's member missed while it was down.</summary>
/// <param name="TargetType">What kind of thing: site, platform or server.</param>
public sealed record MemberLag(string TargetType, string Target, string Reason, DateTimeOffset Since)
{
    public override string ToString() => $"{TargetType} {Target}: {Reason}";
}

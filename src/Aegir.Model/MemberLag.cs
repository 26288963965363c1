namespace Aegir;

/// <summary>Something that a cluster's member missed while it was down.</summary>
/// <param name="Member">The name of the member.</param>
/// <param name="TargetType">What kind of thing: site, platform or server.</param>
public sealed record MemberLag(string Member, string TargetType, string Target, string Reason, DateTimeOffset Since)
{
    public override string ToString() => $"{Member} misses {TargetType} {Target}";
}

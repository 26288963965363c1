namespace Aegir.Tests.Visitors;

/// <summary>What a visitor was answered.</summary>
/// <param name="Began">Seconds since the first visitor came.</param>
/// <param name="Status">0 where the connection was refused or cut.</param>
/// <param name="Comment">What was posted; null for a page that was only looked at.</param>
internal sealed record Visit(double Began, double Ended, string Host, int Status, bool HasRetryAfter, string Body, string? Comment)
{
    public bool IsServed => Status == 200;

    public override string ToString() => $"{Began:0.000}–{Ended:0.000} {Host} {Status} {(Status == 200 ? "" : Body.Length > 200 ? Body[..200] : Body)}";
}

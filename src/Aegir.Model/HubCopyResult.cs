namespace Aegir;

/// <summary>What was copied from one hub to another.</summary>
public sealed record HubCopyResult(string From, string To, int Tables, long Rows)
{
    public override string ToString() => To;
}

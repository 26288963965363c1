namespace Aegir.PowerShell;

/// <summary>The hub that is open.</summary>
/// <param name="Path">Its store: a file, or a database as postgresql://USER@HOSTS/DATABASE.</param>
/// <param name="Size">The store's size in bytes.</param>
public sealed record HubInfo(string Path, long Size, int Servers, int Distributions)
{
    internal static HubInfo Of(AegirHub hub) =>
        new(hub.Location, hub.Size, hub.Servers.Find().Count, hub.Distributions.Find().Count);

    public override string ToString() => Path;
}

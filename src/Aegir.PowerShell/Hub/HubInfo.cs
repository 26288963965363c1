namespace Aegir.PowerShell;

/// <summary>The hub that is open.</summary>
/// <param name="Path">Its store's file.</param>
/// <param name="Size">The file's size in bytes.</param>
public sealed record HubInfo(string Path, long Size, int Servers, int Distributions)
{
    internal static HubInfo Of(AegirHub hub) =>
        new(hub.Location, new FileInfo(hub.Location).Length, hub.Servers.Find().Count, hub.Distributions.Find().Count);

    public override string ToString() => Path;
}

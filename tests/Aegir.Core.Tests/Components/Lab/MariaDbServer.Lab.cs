namespace Aegir.Tests.Components;

public sealed partial class MariaDbServer
{
    /// <summary>One that also answers at an address of a lab's hub; it knows those who come from there by their addresses.</summary>
    public static MariaDbServer For(Lab lab) => new(lab.HubAddress);
}

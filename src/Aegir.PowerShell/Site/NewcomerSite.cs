using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>A site that the hub does not know yet, and how it comes to know it.</summary>
public sealed record NewcomerSite
{
    // No parameter of a constructor: PowerShell looks at those on import, and would load the core.
    public required TaskRequest Order { get; init; }

    public override string ToString() => Order.Target;
}

using Aegir.Hub.Requests;

namespace Aegir.PowerShell;

/// <summary>A site that the hub does not know yet, and how it comes to know it.</summary>
public sealed record NewcomerSite(TaskRequest Order)
{
    public override string ToString() => Order.Target;
}

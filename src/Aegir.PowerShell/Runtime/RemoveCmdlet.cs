using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Has the hub forget things; on machines nothing changes.</summary>
public abstract class RemoveCmdlet<T> : HubCmdlet
{
    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Puts out what was removed, as it was.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override bool IsForced => Force;

    /// <summary>The items that the parameters name, of one pipeline object.</summary>
    protected abstract IEnumerable<T> Resolve();

    /// <summary>What would be done to one, as a sentence.</summary>
    protected abstract string Describe(T item);

    protected abstract void Remove(T item);

    protected sealed override void Process()
    {
        foreach (var item in Resolve().ToList())
            if (Approve(Describe(item)))
                Attempt(item, () =>
                {
                    Remove(item);
                    if (PassThru)
                        WriteObject(item);
                });
    }
}

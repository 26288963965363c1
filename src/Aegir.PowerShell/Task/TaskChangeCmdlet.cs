namespace Aegir.PowerShell;

/// <summary>Does something to tasks; what each has become is written.</summary>
public abstract class TaskChangeCmdlet : TasksCmdlet
{
    /// <summary>Does it to one; null where nothing was done.</summary>
    protected abstract AegirTask? Change(AegirTask task);

    protected sealed override void Process()
    {
        foreach (var id in Id)
            Attempt(id, () =>
            {
                if (Change(Hub.Tasks.Get(id)) is { } changed)
                    WriteObject(changed);
            });
    }
}

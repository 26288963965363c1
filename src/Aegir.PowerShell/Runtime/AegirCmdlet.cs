using System.Management.Automation;
using System.Reflection;

namespace Aegir.PowerShell;

/// <summary>What every cmdlet shares: stopping, asking before a change, and errors that concern one item only.</summary>
public abstract class AegirCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Cancelled by Ctrl-C and by whatever else ends the pipeline early.</summary>
    protected CancellationToken Cancellation => stopping.Token;

    protected bool IsWhatIf => Switch("WhatIf") ?? GetVariableValue("WhatIfPreference") is { } preference && LanguagePrimitives.IsTrue(preference);

    /// <summary>True where the next change is going to be asked about.</summary>
    protected bool IsAsking => Switch("Confirm") ?? (!IsForced && Impact is { } impact && Preference is var wanted
        && wanted != ConfirmImpact.None && impact >= wanted);

    /// <summary>True with -Force, where a cmdlet has it.</summary>
    protected virtual bool IsForced => false;

    private ConfirmImpact? Impact => GetType().GetCustomAttribute<CmdletAttribute>() is { SupportsShouldProcess: true } attribute
        ? attribute.ConfirmImpact
        : null;

    private ConfirmImpact Preference => LanguagePrimitives.TryConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference"), out var value)
        ? value
        : ConfirmImpact.High;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Does what there is to do about one object of the pipeline.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Does what there is to do after the last.</summary>
    protected virtual void End()
    {
    }

    protected sealed override void ProcessRecord() => OrEnd(Process);

    protected sealed override void EndProcessing() => OrEnd(End);

    // Runs on another thread than the pipeline's: cancel and nothing else.
    protected sealed override void StopProcessing() => CancelWork();

    protected void CancelWork()
    {
        try
        {
            // Whoever listens does so on a thread of its own: neither Ctrl-C nor the pipeline may be held up by it, or meet its trouble.
            _ = stopping.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            stopping.Dispose();
    }

    /// <summary>Whether to make a change: says what would be done with -WhatIf, asks where asking is due.</summary>
    /// <param name="change">What would be done, as a sentence.</param>
    protected bool Approve(string change, string? question = null)
    {
        if (IsWhatIf || IsAsking)
            return ShouldProcess(change, question ?? change, "Are you sure?");
        WriteVerbose(change);
        return true;
    }

    /// <summary>Does something about one item; trouble is an error of its own and does not keep the others from being done.</summary>
    protected void Attempt(object? target, Action action) => Try(action, error => WriteError(Errors.From(error, target)));

    /// <summary>What is found; nothing, and an error, where that cannot be had.</summary>
    protected IReadOnlyList<T> Found<T>(object? target, Func<T> find)
    {
        IReadOnlyList<T> found = [];
        Attempt(target, () => found = [find()]);
        return found;
    }

    // Trouble that is not one item's ends the pipeline, with its id and what to do like any other.
    private void OrEnd(Action action) => Try(action, error => ThrowTerminatingError(Errors.From(error, null)));

    private void Try(Action action, Action<Exception> tell)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (Errors.IsOurs(error))
        {
            tell(error);
        }
    }

    private bool? Switch(string name) =>
        MyInvocation.BoundParameters.TryGetValue(name, out var value) ? LanguagePrimitives.IsTrue(value) : null;
}

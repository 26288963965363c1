using System.Management.Automation;
using System.Management.Automation.Host;

namespace Aegir.PowerShell;

/// <summary>Takes what a cmdlet writes into the streams of the child job that it concerns. All questions were asked before.</summary>
internal sealed class JobStreams(AegirJob job) : ICommandRuntime2
{
    private Job current = job;

    public PSHost Host => null!;

    public PSTransactionContext CurrentPSTransaction => throw new InvalidOperationException("There is no transaction.");

    /// <summary>What is written next concerns this item.</summary>
    public void Turn(string item)
    {
        var child = job.Of(item);
        child?.Begin();
        current = child ?? (Job)job;
    }

    public void WriteObject(object sendToPipeline) => current.Output.Add(PSObject.AsPSObject(sendToPipeline));

    public void WriteObject(object sendToPipeline, bool enumerateCollection)
    {
        foreach (var each in enumerateCollection && LanguagePrimitives.GetEnumerable(sendToPipeline) is { } many ? many : new[] { sendToPipeline })
            WriteObject(each!);
    }

    public void WriteError(ErrorRecord errorRecord) => current.Error.Add(errorRecord);

    public void WriteWarning(string text) => current.Warning.Add(new WarningRecord(text));

    public void WriteVerbose(string text) => current.Verbose.Add(new VerboseRecord(text));

    public void WriteDebug(string text) => current.Debug.Add(new DebugRecord(text));

    public void WriteInformation(InformationRecord informationRecord) => current.Information.Add(informationRecord);

    public void WriteProgress(ProgressRecord progressRecord) => job.Progress.Add(progressRecord);

    public void WriteProgress(long sourceId, ProgressRecord progressRecord) => WriteProgress(progressRecord);

    public void WriteCommandDetail(string text)
    {
        // Nobody logs jobs.
    }

    public bool ShouldProcess(string target) => true;

    public bool ShouldProcess(string target, string action) => true;

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) => true;

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason)
    {
        shouldProcessReason = ShouldProcessReason.None;
        return true;
    }

    public bool ShouldContinue(string query, string caption) => false;

    public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) => false;

    public bool ShouldContinue(string query, string caption, bool hasSecurityImpact, ref bool yesToAll, ref bool noToAll) => false;

    public bool TransactionAvailable() => false;

    public void ThrowTerminatingError(ErrorRecord errorRecord) => throw errorRecord.Exception;
}

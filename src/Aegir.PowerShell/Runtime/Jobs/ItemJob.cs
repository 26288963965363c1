using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>The part of a job that does one item; it is called by it.</summary>
internal sealed class ItemJob : Job
{
    public ItemJob(string command, string item, Action stop)
        : base(command, item)
    {
        PSJobTypeName = AegirJob.TypeName;
        Stop = stop;
    }

    public override bool HasMoreData => Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Information.Count > 0;

    public override string Location => Environment.MachineName;

    public override string StatusMessage => Status;

    /// <summary>The last that was told of its progress.</summary>
    public string Status { get; set; } = "";

    private Action Stop { get; }

    // What works on one works on all.
    public override void StopJob() => Stop();

    public void Begin()
    {
        if (JobStateInfo.State == JobState.NotStarted)
            SetJobState(JobState.Running);
    }

    /// <summary>It has failed where it wrote an error.</summary>
    public void End(JobState? state = null)
    {
        if (JobStateInfo.State is JobState.NotStarted or JobState.Running)
            SetJobState(state ?? (Error.Count > 0 ? JobState.Failed : JobState.Completed));
    }
}

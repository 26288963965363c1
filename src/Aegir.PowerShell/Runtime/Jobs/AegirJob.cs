using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>A cmdlet at work in the background, with a child job for each item. It ends with the session: for what must outlive that, there is
/// the queue.</summary>
internal sealed class AegirJob : Job
{
    public const string TypeName = "AegirJob";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ItemJob> items = [];
    private readonly Action stop;

    /// <param name="stop">Asks the work to end; returns at once.</param>
    public AegirJob(string command, IEnumerable<string> items, Action stop)
        : base(command)
    {
        PSJobTypeName = TypeName;
        this.stop = stop;
        foreach (var item in items)
        {
            var child = new ItemJob(command, item, StopJob);
            ChildJobs.Add(child);
            this.items.TryAdd(item, child);
        }
        Streams = new JobStreams(this);
    }

    public override bool HasMoreData => Error.Count > 0 || ChildJobs.Any(child => child.HasMoreData);

    public override string Location => Environment.MachineName;

    public override string StatusMessage =>
        $"{ChildJobs.Count(child => child.JobStateInfo.State is JobState.Completed or JobState.Failed or JobState.Stopped)} of {ChildJobs.Count} done";

    /// <summary>Where the cmdlet writes from now on.</summary>
    public JobStreams Streams { get; }

    public ItemJob? Of(string item) => items.GetValueOrDefault(item);

    public override void StopJob()
    {
        if (JobStateInfo.State != JobState.Running)
            return;
        SetJobState(JobState.Stopping);
        stop();
        Finished.WaitOne(Grace);
    }

    /// <summary>Does the work on a thread that stands for the pipeline's.</summary>
    /// <param name="last">Called in any case, before the job is seen to have ended.</param>
    public void Begin(Action work, Action last)
    {
        SetJobState(JobState.Running);
        new Thread(() =>
        {
            var state = Do(work);
            last();
            foreach (var child in items.Values)
                child.End(state == JobState.Completed ? null : JobState.Stopped);
            SetJobState(state == JobState.Completed && ChildJobs.Any(child => child.JobStateInfo.State == JobState.Failed) ? JobState.Failed : state);
        })
        { IsBackground = true, Name = "Aegir job " + Id }.Start();
    }

    private JobState Do(Action work)
    {
        try
        {
            work();
            return JobState.Completed;
        }
        catch (PipelineStoppedException)
        {
            return JobState.Stopped;
        }
        catch (Exception error)
        {
            Error.Add(Errors.From(error, null));
            return JobState.Failed;
        }
    }
}

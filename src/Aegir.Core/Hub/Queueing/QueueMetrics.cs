using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Aegir.State;

namespace Aegir.Hub.Queueing;

/// <summary>What monitoring can listen to: the meter and the activity source "Aegir".</summary>
public static class QueueMetrics
{
    public const string Name = "Aegir";

    private static readonly string? Version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
    private static readonly Meter Meter = new(Name, Version);
    private static readonly ActivitySource Source = new(Name, Version);

    private static readonly UpDownCounter<int> Running = Meter.CreateUpDownCounter<int>("aegir.tasks.running", "{task}", "Queued tasks that this process runs.");

    private static readonly Counter<long> Ended = Meter.CreateCounter<long>("aegir.tasks.ended", "{task}", "Queued tasks that ended in this process, by type and status.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("aegir.task.duration", "s", "How long queued tasks took, by type and status.");

    private static readonly Histogram<double> Waited = Meter.CreateHistogram<double>("aegir.task.wait", "s", "How long they had waited before they were begun.");

    internal static Activity? Begin(ClaimedTask task)
    {
        Running.Add(1);
        var activity = Source.StartActivity($"task {task.Type}");
        activity?.SetTag("aegir.task.id", task.Id).SetTag("aegir.task.type", task.Type).SetTag("aegir.target", task.Target);
        return activity;
    }

    internal static void End(Activity? activity, AegirTask task, TimeSpan duration)
    {
        var tags = new TagList { { "type", task.Type }, { "status", task.Status.ToString() } };
        Ended.Add(1, tags);
        Duration.Record(duration.TotalSeconds, tags);
        if (task.Started - task.Created is { } waited)
            Waited.Record(waited.TotalSeconds, tags);
        activity?.SetTag("aegir.task.status", task.Status.ToString());
        if (task.Status is AegirTaskStatus.Error or AegirTaskStatus.Interrupted)
            activity?.SetStatus(ActivityStatusCode.Error, task.Message);
    }
}

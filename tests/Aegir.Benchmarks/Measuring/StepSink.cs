using System.Diagnostics;

namespace Aegir.Benchmarks.Measuring;

/// <summary>Takes the time between the steps that a task announces. What comes before the first is its plan.</summary>
internal sealed class StepSink : ITaskSink
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly List<(string Step, double Start)> steps = [("plan", 0)];

    public void Emit(TaskEvent taskEvent)
    {
        if (taskEvent is { Kind: TaskEventKind.Progress, Step: { } step })
            lock (steps)
                if (steps[^1].Step != step)
                    steps.Add((step, watch.Elapsed.TotalSeconds));
    }

    /// <summary>The steps with their seconds; call it when the task has ended.</summary>
    public IReadOnlyList<(string Step, double Seconds)> End()
    {
        var end = watch.Elapsed.TotalSeconds;
        return [.. steps.Select((step, index) => (step.Step, (index + 1 < steps.Count ? steps[index + 1].Start : end) - step.Start))];
    }

    /// <summary>The step that runs now.</summary>
    public string Current
    {
        get
        {
            lock (steps)
                return steps[^1].Step;
        }
    }
}

internal sealed class SilentSink : ITaskSink
{
    public void Emit(TaskEvent taskEvent)
    {
    }
}

using Aegir;

namespace QuickStart;

/// <summary>Prints what happens. Events come from several threads at once.</summary>
internal sealed class Screen : ITaskSink
{
    private readonly object gate = new();

    public void Title(string text) => Say($"\n== {text}");

    public void Say(string text)
    {
        lock (gate)
            Console.WriteLine(text);
    }

    public void Emit(TaskEvent taskEvent)
    {
        switch (taskEvent)
        {
            case { Kind: TaskEventKind.Output, Payload: UpgradeResult result }:
                Say($"  {result.Site,-20} {result.Outcome} in {result.Duration.TotalSeconds:0.0} s, {result.Downtime.TotalSeconds:0.0} s of it without service");
                break;
            case { Kind: TaskEventKind.Progress, Percent: > 0 }:
                Say($"  {taskEvent.Target,-20} {new string('#', taskEvent.Percent.Value / 5),-19} {taskEvent.Message}");
                break;
            case { Kind: TaskEventKind.Warning }:
                Say($"  {taskEvent.Target,-20} warning: {taskEvent.Message}");
                break;
        }
    }
}

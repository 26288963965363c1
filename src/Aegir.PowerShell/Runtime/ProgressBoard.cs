using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Aegir.PowerShell;

/// <summary>
/// Progress of many things at a time: one line for the whole, one below it for each thing under way. At most five updates a second, and
/// none for work that is done within one.
/// </summary>
internal sealed class ProgressBoard(PSCmdlet cmdlet, string activity)
{
    // Far from the numbers other modules use.
    private const int WholeId = 46100;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private static long lastSource = WholeId;

    // Its own, so that a host knows the lines again when it is told of them without the cmdlet.
    private readonly long source = Interlocked.Increment(ref lastSource);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Dictionary<string, Line> lines = [];
    private readonly Queue<int> freeIds = [];
    private TimeSpan shown;
    private int lastId = WholeId;
    private int total;
    private int done;
    private bool visible;

    public void Expect() => total++;

    public void Show(string target, string status, int? percent)
    {
        if (!lines.TryGetValue(target, out var line))
            lines[target] = line = new Line(freeIds.TryDequeue(out var id) ? id : ++lastId);
        line.Status = status;
        line.Percent = percent ?? line.Percent;
        line.Changed = true;
    }

    public void Finish(string target)
    {
        done++;
        if (!lines.Remove(target, out var line))
            return;
        freeIds.Enqueue(line.Id);
        if (line.Visible)
            Write(Child(target, line, ProgressRecordType.Completed));
    }

    public void Refresh()
    {
        if (clock.Elapsed < Quiet || clock.Elapsed - shown < Interval || (total == 0 && lines.Count == 0))
            return;
        shown = clock.Elapsed;
        visible = true;
        Write(Whole());
        if (total < 2)
            return;
        foreach (var (target, line) in lines.Where(pair => pair.Value.Changed))
        {
            line.Changed = false;
            line.Visible = true;
            Write(Child(target, line, ProgressRecordType.Processing));
        }
    }

    /// <summary>Takes everything off the screen.</summary>
    /// <param name="screen">Where the cmdlet may write no more, who else shows it.</param>
    public void Clear(PSHostUserInterface? screen = null)
    {
        foreach (var (target, line) in lines.Where(pair => pair.Value.Visible))
            Write(Child(target, line, ProgressRecordType.Completed), screen);
        lines.Clear();
        if (visible)
            Write(new ProgressRecord(WholeId, activity, "done") { RecordType = ProgressRecordType.Completed }, screen);
        visible = false;
    }

    private void Write(ProgressRecord record, PSHostUserInterface? screen = null)
    {
        if (screen is null)
            cmdlet.CommandRuntime.WriteProgress(source, record);
        else
            screen.WriteProgress(source, record);
    }

    private ProgressRecord Whole()
    {
        var sole = total < 2 ? lines.FirstOrDefault() : default;
        var status = sole.Value is { } line ? $"{sole.Key}: {line.Status}" : $"{done} of {total} done, {lines.Count} under way";
        var fraction = Math.Min(1, (done + lines.Values.Sum(each => each.Percent) / 100.0) / Math.Max(1, Math.Max(total, lines.Count)));
        return new ProgressRecord(WholeId, activity, status)
        {
            PercentComplete = (int)(100 * fraction),
            // Too early, a guess would be off by hours.
            SecondsRemaining = fraction < 0.05 ? -1 : (int)(clock.Elapsed.TotalSeconds * (1 - fraction) / fraction),
        };
    }

    private static ProgressRecord Child(string target, Line line, ProgressRecordType type) =>
        new(line.Id, target, line.Status) { ParentActivityId = WholeId, PercentComplete = line.Percent, RecordType = type };

    private sealed class Line(int id)
    {
        public int Id => id;

        public string Status { get; set; } = "";

        public int Percent { get; set; }

        public bool Changed { get; set; }

        public bool Visible { get; set; }
    }
}

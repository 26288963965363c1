using Aegir.Hub;
using Aegir.Hub.Requests;
using Aegir.Operations;
using Aegir.State;
using Newtonsoft.Json;

namespace Aegir.TestWorker;

/// <summary>
/// An order for a short task that keeps a ledger of its own, which no store knows of: a line when it begins, a line when it ends, and one where it
/// met another task on its site.
/// </summary>
/// <param name="Ledger">A folder.</param>
/// <param name="How">"fail", "warn" or "wait" (until it is stopped), "nothing" (begins no operation); anything else ends well.</param>
public sealed record LedgerTask(string Site, int Number, string Ledger, int Milliseconds = 0, string How = "") : TaskRequest
{
    public const string Name = "ledger";

    [JsonIgnore]
    public override string Type => Name;

    [JsonIgnore]
    public override string TargetType => "site";

    [JsonIgnore]
    public override string Target => Site;

    [JsonIgnore]
    public string Client { get; init; } = "";

    [JsonIgnore]
    public string Server { get; init; } = "";

    public override async Task<object> RunAsync(HubRooms hub, ITaskSink sink, CancellationToken cancellation) =>
        How == "nothing" ? How : await hub.RunAsync(new LedgerOperation(this), sink, cancellation);

    public override RequestPlace Place(StateSession session) => new(Client, Server, "");
}

/// <summary>What such a task does: begin, work, end.</summary>
public sealed class LedgerOperation(LedgerTask order) : Operation
{
    private static readonly object Page = new();

    private FileStream? site;

    public override string Type => LedgerTask.Name;

    public override string TargetType => "site";

    public override string Target => order.Site;

    public override IReadOnlyList<string> Resources => ["site:" + order.Site];

    public override IReadOnlyList<Step> Steps =>
    [
        new("begin", BeginAsync) { Undo = UndoAsync },
        new("end", EndAsync),
    ];

    private async Task BeginAsync(StepContext context)
    {
        try
        {
            // The kernel lets go of it when we are killed.
            site = new FileStream($"{order.Ledger}/{order.Site}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            Write("overlap");
        }
        Write("begin");
        if (order.How == "wait")
            await Task.Delay(Timeout.Infinite, context.Cancellation);
        await Task.Delay(order.Milliseconds, context.Cancellation);
        if (order.How == "warn")
            context.Warn("Something is odd.");
        if (order.How == "fail")
            throw new AegirException(AegirErrorKind.Failed, "LedgerFailed", "It was told to fail.", "Tell it otherwise.");
    }

    private Task EndAsync(StepContext context)
    {
        Write("end");
        site?.Dispose();
        return Task.CompletedTask;
    }

    private Task UndoAsync(StepContext context)
    {
        Write("undo");
        site?.Dispose();
        return Task.CompletedTask;
    }

    // Each process has a page of its own: appending is no single step here.
    private void Write(string what)
    {
        lock (Page)
            File.AppendAllText($"{order.Ledger}/ledger.{Environment.ProcessId}", $"{order.Number} {what} {order.Site} {Environment.ProcessId}\n");
    }
}

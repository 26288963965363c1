namespace Aegir.Tests.Queueing;

/// <summary>Tests of a queue, in whichever store the class below has.</summary>
/// <param name="bench">Null where there is no such store; then no test is run.</param>
public abstract class QueueTests(QueueBench? bench) : IDisposable
{
    protected QueueBench Bench => bench!;

    public void Dispose()
    {
        bench?.Dispose();
        GC.SuppressFinalize(this);
    }
}

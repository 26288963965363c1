using Aegir.Hub.Requests;
using Aegir.Operations;
using Aegir.Tasks;

namespace Aegir.Hub.Queueing;

/// <summary>What the workers of one process share.</summary>
internal sealed class QueueWorkers(OperationServices services, HubRooms rooms, Recovery recovery, RequestTypes types)
{
    public OperationServices Services => services;

    public HubRooms Rooms => rooms;

    public Recovery Recovery => recovery;

    public RequestTypes Types => types;

    public Task<QueueRun> RunAsync(QueueOptions options, ITaskSink sink, CancellationToken cancellation) =>
        new QueueWorker(this, options, sink).RunAsync(cancellation);
}

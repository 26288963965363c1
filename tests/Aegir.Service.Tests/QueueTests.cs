using Aegir.Hub.Requests;
using Aegir.Service.Tests.Components;
using Aegir.Tests.Building;
using Aegir.Tests.Components;

namespace Aegir.Service.Tests;

/// <summary>The service is a worker of the queue.</summary>
public sealed class QueueTests : IDisposable
{
    private readonly BuildLab lab = new();

    public void Dispose() => lab.Dispose();

    [NeedsFact("git")]
    public async Task What_is_queued_is_done_and_without_workers_it_waits()
    {
        await lab.Hub.Platforms.AddAsync("Ten", lab.StandIn(), null, lab.Sink, default);
        var task = lab.Hub.Queue.Enqueue(new VerifyPlatformTask("Ten"));
        await using (var idle = await ServiceUnderTest.StartAsync(lab.Folder, lab.Hub, settings => settings.Workers = 0))
            await idle.PageAsync("/tasks?status=Queued");
        Assert.Equal(AegirTaskStatus.Queued, lab.Hub.Tasks.Get(task.Id).Status);

        await using var service = await ServiceUnderTest.StartAsync(lab.Folder, lab.Hub);

        Assert.Equal(AegirTaskStatus.Success, (await lab.Hub.Tasks.WaitAsync(task.Id, TimeSpan.FromMinutes(1), default)).Status);
        await service.StopAsync();
        Assert.Empty(lab.Hub.Queue.Health().Workers);
    }
}

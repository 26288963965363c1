using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Aegir.WebServers;

namespace Aegir.Operations;

/// <summary>When web servers are reloaded: after each change, or in a batch once per machine at its end.</summary>
public sealed class WebReloads(OperationServices services)
{
    private readonly AsyncLocal<ConcurrentDictionary<string, Server>?> batch = new();

    /// <summary>Does work, on whatever threads, whose reloads can wait; they are done when it has ended, well or not. A batch within a batch
    /// is part of that.</summary>
    /// <param name="sink">Is warned of machines whose web server could not be reloaded.</param>
    /// <exception cref="AegirException">WebConfigurationRefused: a file that somebody else changed meanwhile; the message names it.</exception>
    public async Task BatchAsync(ITaskSink sink, Func<Task> work)
    {
        if (batch.Value is not null)
        {
            await work().ConfigureAwait(false);
            return;
        }
        var pending = batch.Value = new ConcurrentDictionary<string, Server>();
        ExceptionDispatchInfo? trouble = null;
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            trouble = ExceptionDispatchInfo.Capture(error);
        }
        batch.Value = null;
        foreach (var server in pending.Values)
        {
            try
            {
                // Whoever stops a batch does not want what was done to stay without force.
                await services.Hosting(new PlaceMember(server, services.Host(server))).ReloadAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (AegirException error)
            {
                sink.Emit(new TaskEvent(TaskEventKind.Warning, server.Name, null, $"{error.Message} {error.Action}"));
                if (!MayFail(error))
                    trouble ??= ExceptionDispatchInfo.Capture(error);
            }
        }
        trouble?.Throw();
    }

    /// <summary>Puts a change into force, or has that done at the end of the batch. A web server that cannot be reloaded is a warning: what was
    /// written stays, and the next reload takes it along (aegir-spec 9, oracle 46). Urgent: at once, or it is an error.</summary>
    internal async Task AfterAsync(IWebHosting hosting, PlaceMember member, StepContext? context, bool urgent, CancellationToken cancellation)
    {
        if (!urgent && batch.Value is { } pending)
        {
            pending[member.Server.Name] = member.Server;
            return;
        }
        try
        {
            await hosting.ReloadAsync(cancellation).ConfigureAwait(false);
        }
        catch (AegirException error) when (!urgent && context is not null && error.Id == "WebReloadFailed")
        {
            context.Warn($"{error.Message} {error.Action}");
        }
    }

    private static bool MayFail(AegirException error) => error.Id is "WebReloadFailed" or "HostUnreachable";
}

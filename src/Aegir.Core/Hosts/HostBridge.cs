using System.Text;
using System.Threading.Channels;

namespace Aegir.Hosts;

/// <summary>
/// Connects a command on one machine with one on another, output to input both ways; neither machine need reach the other. The first says
/// what the other is to be started with: words that end in NUL, an empty one behind the last.
/// </summary>
internal sealed class HostBridge
{
    // Whoever gives more than is taken waits.
    private readonly Channel<byte[]> there = Channel.CreateBounded<byte[]>(16);
    private readonly Channel<byte[]> back = Channel.CreateBounded<byte[]>(16);
    private readonly TaskCompletionSource<IReadOnlyList<string>?> words = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Both answers; the second is null where the first did not come to starting it.</summary>
    /// <param name="second">The command for the words that the first gave.</param>
    /// <exception cref="AegirException">What the hosts throw.</exception>
    public async Task<(CommandResult First, CommandResult? Second)> RunAsync(
        IHost from, HostCommand first, IHost to, Func<IReadOnlyList<string>, HostCommand> second, CancellationToken cancellation)
    {
        var giving = GiveAsync(from, first, cancellation);
        var taking = TakeAsync(to, second, cancellation);
        // One that ends takes the other with it: its input ends.
        await Task.WhenAll(giving.ContinueWith(_ => { }, TaskScheduler.Default), taking.ContinueWith(_ => { }, TaskScheduler.Default)).ConfigureAwait(false);
        // Of two that failed, the second is the reason: the first then only lost its partner.
        var taken = await taking.ConfigureAwait(false);
        return (await giving.ConfigureAwait(false), taken);
    }

    private async Task<CommandResult> GiveAsync(IHost host, HostCommand command, CancellationToken cancellation)
    {
        try
        {
            return await host.RunAsync(command with
            {
                ReadOutput = async (stream, token) =>
                {
                    words.TrySetResult(await WordsAsync(stream, token).ConfigureAwait(false));
                    await FillAsync(there.Writer, stream, token).ConfigureAwait(false);
                },
                WriteInput = (stream, token) => EmptyAsync(back.Reader, stream, token),
            }, cancellation).ConfigureAwait(false);
        }
        finally
        {
            words.TrySetResult(null);
            End();
        }
    }

    private async Task<CommandResult?> TakeAsync(IHost host, Func<IReadOnlyList<string>, HostCommand> command, CancellationToken cancellation)
    {
        try
        {
            return await words.Task.ConfigureAwait(false) is { } given
                ? await host.RunAsync(command(given) with
                {
                    ReadOutput = (stream, token) => FillAsync(back.Writer, stream, token),
                    WriteInput = (stream, token) => EmptyAsync(there.Reader, stream, token),
                }, cancellation).ConfigureAwait(false)
                : null;
        }
        finally
        {
            End();
        }
    }

    // One that has ended neither gives nor takes any more.
    private void End()
    {
        there.Writer.TryComplete();
        back.Writer.TryComplete();
    }

    private static async Task<IReadOnlyList<string>?> WordsAsync(Stream stream, CancellationToken cancellation)
    {
        var found = new List<string>();
        var word = new List<byte>();
        var next = new byte[1];
        while (await stream.ReadAsync(next, cancellation).ConfigureAwait(false) > 0)
            if (next[0] != 0)
                word.Add(next[0]);
            else if (word.Count == 0)
                return found;
            else
            {
                found.Add(Encoding.UTF8.GetString([.. word]));
                word.Clear();
            }
        return null;
    }

    // Whoever writes is read to the end, also when nobody wants it any more: else it would never end.
    private static async Task FillAsync(ChannelWriter<byte[]> writer, Stream stream, CancellationToken cancellation)
    {
        var buffer = new byte[65536];
        while (await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false) is var count && count > 0)
            try
            {
                await writer.WriteAsync(buffer[..count], cancellation).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                // Read on.
            }
        writer.TryComplete();
    }

    private static async Task EmptyAsync(ChannelReader<byte[]> reader, Stream stream, CancellationToken cancellation)
    {
        await foreach (var part in reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await stream.WriteAsync(part, cancellation).ConfigureAwait(false);
            await stream.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }
}

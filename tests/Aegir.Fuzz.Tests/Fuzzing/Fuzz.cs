namespace Aegir.Tests.Fuzzing;

/// <summary>Reads many cases, and insists on an answer that costs little: a result, or an error as documented.</summary>
internal static class Fuzz
{
    // Of at most 64 KB. Time is the processor's, so that nothing depends on what else the machine does.
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);
    private const long Memory = 1L << 30;
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Parser parser)
    {
        var corpus = Corpus.Of(parser);
        Assert.NotEmpty(corpus);
        byte[] current = [];
        // A case that does not end cannot be stopped, only told of.
        var since = Environment.TickCount64;
        var running = Task.Run(() =>
        {
            foreach (var file in corpus)
                Check(file);
            Mutations.Of(corpus, parser.Words).Try(Check, parser.Everyday, 10_000, Show);
        });
        while (await Task.WhenAny(running, Task.Delay(1000)) != running)
            Assert.True(Environment.TickCount64 - Volatile.Read(ref since) < Hang.TotalMilliseconds, $"{parser} hangs at {Show(current)}");
        await running;

        void Check(byte[] text)
        {
            current = text;
            Volatile.Write(ref since, Environment.TickCount64);
            Read(parser, text);
        }
    }

    private static void Read(Parser parser, byte[] text)
    {
        var (time, memory) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        try
        {
            parser.Read(text).GetAwaiter().GetResult();
        }
        catch (AegirException error)
        {
            Assert.NotEmpty(error.Id);
            Assert.NotEmpty(error.Action);
        }
        catch (Exception error) when (parser.Refusal is { } refusal && refusal.IsInstanceOfType(error))
        {
        }
        time = Environment.CpuUsage.TotalTime - time;
        Assert.True(time < Time, $"{parser} took {time.TotalSeconds:0.0} s for {text.Length} bytes");
        memory = GC.GetTotalAllocatedBytes() - memory;
        Assert.True(memory < Memory, $"{parser} took {memory} bytes of memory for {text.Length}");
    }

    private static string Show(byte[] text) =>
        $"{text.Length} bytes, in base64 {Convert.ToBase64String(text.Length > 3000 ? text[..3000] : text)}: {System.Text.Encoding.UTF8.GetString(text.Length > 300 ? text[..300] : text)}";
}

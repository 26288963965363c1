using System.Text;
using Aegir.Hosts;

namespace Aegir.Tests.Fuzzing;

/// <summary>A machine that says the same to every command: what others made it say.</summary>
internal sealed class AnsweringHost(byte[] output, int code = 0, string error = "") : IHost
{
    public string Name => "web1";

    public async Task<CommandResult> RunAsync(HostCommand command, CancellationToken cancellation)
    {
        if (command.ReadOutput is not { } read)
            return new CommandResult(code, Encoding.UTF8.GetString(output), error);
        using var stream = new MemoryStream(output, writable: false);
        await read(stream, cancellation);
        return new CommandResult(code, "", error);
    }
}

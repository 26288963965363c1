using System.Text;

namespace Aegir.Hosts.Ssh;

/// <summary>Tells a command's output from what the login shell and ssh say around it.</summary>
internal sealed class RemoteOutput(HostCommand command, string word)
{
    private readonly byte[] begin = Encoding.UTF8.GetBytes(word + "\n");
    private readonly string end = word + "=";
    private bool errorBegan;
    private string output = "";

    /// <summary>Takes the standard output: from the beginning of the command's own on, it is for whoever wants it.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellation)
    {
        if (!await SkipToBeginAsync(stream, cancellation).ConfigureAwait(false))
            return;
        if (command.ReadOutput is { } read)
            await read(stream, cancellation).ConfigureAwait(false);
        else
            output = await Lines.CollectAsync(new StreamReader(stream, new UTF8Encoding(false)), command.OnLine).ConfigureAwait(false);
    }

    /// <summary>Takes a line of standard error.</summary>
    public void OnErrorLine(string line)
    {
        var own = errorBegan;
        errorBegan |= line == word;
        var at = line.IndexOf(end, StringComparison.Ordinal);
        if (own && at != 0)
            command.OnLine?.Invoke(at < 0 ? line : line[..at]);
    }

    /// <summary>What the command answered; null where it did not come to its end.</summary>
    /// <param name="error">All of standard error.</param>
    public CommandResult? Result(string error)
    {
        if (!Find(error, out var own, out var how) || !int.TryParse(how, out var code))
            return null;
        return new CommandResult(code, output, own);
    }

    /// <summary>Why the command was not begun: "folder" or "strays"; null for another reason.</summary>
    public string? Refusal(string error) => Find(error, out _, out var how) ? how : null;

    private bool Find(string error, out string own, out string how)
    {
        own = how = "";
        var at = error.LastIndexOf(end, StringComparison.Ordinal);
        if (at < 0)
            return false;
        var stop = error.IndexOf('\n', at);
        how = stop < 0 ? "" : error[(at + end.Length)..stop];
        var start = error.IndexOf(word + "\n", StringComparison.Ordinal);
        if (start >= 0 && start < at)
            // Whom the command left running may have said more after its end.
            own = error[(start + word.Length + 1)..at] + error[(stop + 1)..];
        return stop >= 0;
    }

    // Byte by byte, so that nothing behind it is held up; a login shell says little. The word is random: nothing before it begins with more than its first letters, and those occur in them only once.
    private async Task<bool> SkipToBeginAsync(Stream stream, CancellationToken cancellation)
    {
        var next = new byte[1];
        var matched = 0;
        while (matched < begin.Length)
        {
            if (await stream.ReadAsync(next, cancellation).ConfigureAwait(false) == 0)
                return false;
            matched = next[0] == begin[matched] ? matched + 1 : next[0] == begin[0] ? 1 : 0;
        }
        return true;
    }
}

using Aegir.Hosts;

namespace Aegir.TestWorker;

/// <summary>Numbers the commands of a host from 1. One that is asked again and again, until somebody else has ended, counts once: how often depends on
/// the day.</summary>
public sealed class CommandCount
{
    private readonly Lock counting = new();
    private HostCommand? last;
    private int count;

    /// <summary>Its number; null where it is the last one once more.</summary>
    public int? Next(HostCommand command)
    {
        lock (counting)
        {
            var isAgain = last is not null && last.File == command.File && last.Input == command.Input && last.Arguments.SequenceEqual(command.Arguments);
            last = command;
            return isAgain ? null : ++count;
        }
    }
}

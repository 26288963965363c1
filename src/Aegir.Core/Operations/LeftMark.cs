using Aegir.Hosts;

namespace Aegir.Operations;

/// <summary>
/// The folder of a side that a move left says so itself, in <c>.aegir-left</c>, before visitors are let in on the other side. A store that was put
/// back from a copy may not know of that move.
/// </summary>
internal static class LeftMark
{
    /// <param name="mark">Empty to take it away.</param>
    public static Task SetAsync(IHost host, string folder, string mark, CancellationToken cancellation) =>
        host.ScriptAsync("Operations.mark-left.sh", [folder, mark], cancellation);

    /// <summary>The marks of folders: null for one that is not there, empty for one that nobody left.</summary>
    /// <exception cref="AegirException">AnswerUnreadable: a short answer is not one of folders that are gone.</exception>
    public static async Task<IReadOnlyList<string?>> ReadAsync(IHost host, IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        var answer = await host.ScriptAsync("Operations.read-left.sh", folders, cancellation).ConfigureAwait(false);
        var lines = HostAnswer.Parts(answer, '\n', folders.Count, $"sh on '{host.Name}'");
        return [.. lines.Take(folders.Count).Select(line => line switch
        {
            ['+', .. var mark] => mark,
            "-" => null,
            _ => throw HostAnswer.Unreadable(line, $"sh on '{host.Name}'"),
        })];
    }

    public static AegirException StoreIsOlder(string target, string found) => new(AegirErrorKind.Refused, "StoreIsOlder",
        $"The hub's store is older than what was done with '{target}' since: {found}. Nothing is undone, and nothing finished.",
        "Put a newer copy of the store in its place, or adopt the sites where they stand with a new one (docs/disaster-recovery.md).");
}

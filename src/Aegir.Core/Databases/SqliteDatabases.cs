using Aegir.Hosts;

namespace Aegir.Databases;

/// <summary>Databases that are SQLite files on a host, through its PHP. A name is an absolute path; there are no users.</summary>
public sealed class SqliteDatabases(IHost host, string php) : ISiteDatabases
{
    public async Task<string> CheckAsync(CancellationToken cancellation) =>
        (await RunAsync(new { Do = "check" }, cancellation).ConfigureAwait(false)).Text ?? "";

    public async Task<string?> FreeNameAsync(IEnumerable<string> candidates, CancellationToken cancellation) =>
        (await RunAsync(new { Do = "free", Candidates = candidates.Select(Path).ToList() }, cancellation).ConfigureAwait(false)).Text;

    public Task<DatabaseAddress> AddressAsync(CancellationToken cancellation) => Task.FromResult(new DatabaseAddress("sqlite"));

    public Task CreateAsync(DatabaseOrder order, CancellationToken cancellation) =>
        RunAsync(new { Do = "create", Name = Path(order.Name), Mark = order.OwnerMark, Like = order.Like?.Name }, cancellation);

    public Task DropAsync(string name, string user, string ownerMark, CancellationToken cancellation) =>
        RunAsync(new { Do = "drop", Name = Path(name), Mark = ownerMark }, cancellation);

    public Task ReleaseMarkAsync(string name, CancellationToken cancellation) =>
        RunAsync(new { Do = "release", Name = Path(name) }, cancellation);

    public Task DropKeptAsync(string name, string? user, CancellationToken cancellation) =>
        RunAsync(new { Do = "drop", Name = Path(name) }, cancellation);

    public async Task<long> DumpAsync(string name, string path, CancellationToken cancellation) =>
        (await RunAsync(new { Do = "dump", Name = Path(name), Path = Path(path) }, cancellation).ConfigureAwait(false)).Number;

    public Task ImportAsync(string path, DatabaseOrder order, CancellationToken cancellation) =>
        RunAsync(new { Do = "import", Name = Path(order.Name), Path = Path(path) }, cancellation);

    public Task WaitIdleAsync(string name, TimeSpan timeout, CancellationToken cancellation) =>
        Idle.WaitAsync(name, timeout, async () =>
            (await RunAsync(new { Do = "busy", Name = Path(name) }, cancellation).ConfigureAwait(false)).Number, cancellation);

    private async Task<Answer> RunAsync(object input, CancellationToken cancellation)
    {
        var answer = await host.PhpAsync<Answer>(php, "Databases.sqlite.php", input, cancellation).ConfigureAwait(false);
        return answer.Id is null ? answer : throw new AegirException(Kind(answer.Id), answer.Id, answer.Message ?? "",
            "Mend what the message names and run the command again.");
    }

    private static AegirErrorKind Kind(string id) => id switch
    {
        "DatabaseMissing" or "DumpMissing" => AegirErrorKind.NotFound,
        "DatabaseExists" or "DumpExists" => AegirErrorKind.AlreadyExists,
        "DatabaseNotOurs" or "DatabaseNotEmpty" => AegirErrorKind.Refused,
        "DatabaseUnreachable" or "DatabaseClientMissing" => AegirErrorKind.Unavailable,
        _ => AegirErrorKind.Failed,
    };

    private static string Path(string path) => Names.AbsolutePath(path) ?? throw new AegirException(
        AegirErrorKind.InvalidInput, "DatabaseNameInvalid", $"'{path}' is no absolute path of a SQLite file.", "Give the path from the root.");

    private sealed record Answer(string? Text, long Number, string? Id, string? Message);
}

using Aegir.Tests.Components;

namespace Aegir.Tests.Upgrades;

/// <summary>The databases and the users of a server, but for what other tests make there at the same time.</summary>
internal sealed record DatabaseList(IReadOnlyList<string> Databases, IReadOnlyList<string> Users)
{
    public static DatabaseList Of(ITestDatabases? server, string start) =>
        server is null ? new([], []) : new(server.DatabasesLike(start), server.UsersLike(start));

    public override string ToString() => $"databases [{string.Join(' ', Databases)}] users [{string.Join(' ', Users)}]";
}

namespace Aegir.Databases;

/// <summary>A database to be made, with a user of its own. For SQLite the name is a path, and there is no user.</summary>
/// <param name="OwnerMark">Says who may drop it again: the task. At most 190 characters.</param>
public sealed record DatabaseOrder(string Name, string User, string Password, string OwnerMark)
{
    /// <summary>A database and its user whose character set, collation and hosts (SQLite: owner and mode) the new one takes too.</summary>
    public (string Name, string User)? Like { get; init; }

    /// <summary>The addresses that the user may come from, as the database server sees them; 127.0.0.1 is always among them (aegir-spec
    /// 2.14). Where % is, those of <see cref="Like"/> are not needed and not taken.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    public override string ToString() => Name;
}

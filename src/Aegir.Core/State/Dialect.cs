namespace Aegir.State;

/// <summary>Where the engines differ. Tables and migrations are written for SQLite, with Dapper's lists (id IN @ids, an array); what PostgreSQL
/// wants otherwise is made from that.</summary>
internal abstract class Dialect
{
    /// <summary>Ends a SELECT of rows that are about to be claimed, so that two who claim at once get different ones.</summary>
    public abstract string ForClaim { get; }

    /// <summary>Ends a SELECT of rows that nobody else may change until the transaction ends; who wants to, waits. Where it waited itself, it sees them
    /// as they are afterwards.</summary>
    public abstract string ForChange { get; }

    /// <summary>Has those who claim wait for each other, so that each counts what the others took; null where they do so by themselves.</summary>
    public abstract string? LockClaims { get; }

    /// <summary>Tells those who wait for tasks, once the transaction is committed; null where only this process can be told.</summary>
    public abstract string? Announce { get; }

    /// <summary>The names of the tables that hold what the hub knows.</summary>
    public abstract string Tables { get; }

    /// <summary>Lets rows refer to others that come later in the same transaction.</summary>
    public abstract string DeferReferences { get; }

    /// <summary>Makes the next ids new ones, where rows were written with theirs; null where it is so by itself.</summary>
    public abstract string? RenewIds { get; }

    public abstract string Statement(string sql);

    /// <summary>A migration's text. A line that ends in "-- sqlite" is for SQLite alone, one that starts with "-- postgresql: " for PostgreSQL.</summary>
    public abstract string Migration(string text);
}

namespace Aegir.State;

/// <summary>What one kind of store does its own way.</summary>
internal interface IStoreDialect
{
    /// <summary>Follows a SELECT of tasks that are to be claimed: others then pass over those rows. Empty where writers go one by one.</summary>
    string SkipLocked { get; }

    /// <summary>Tells workers that the queue changed, once the transaction is through.</summary>
    void Announce(StateSession session);
}

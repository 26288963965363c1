namespace Aegir.Service.Work;

/// <summary>What the service has the hub do.</summary>
public interface IHubWork
{
    /// <summary>Whether a distribution's source looks at one of what was pushed; of none named, it may.</summary>
    bool Follows(string distribution, IReadOnlyList<string> references);

    /// <summary>The distributions whose sources are looked at on schedule.</summary>
    IReadOnlyList<string> Scheduled();

    /// <summary>Looks at a distribution's source, and does what its policy says; gives what that came to.</summary>
    /// <exception cref="AegirException">What it met.</exception>
    Task<string> UpdateAsync(string distribution, ITaskSink sink, CancellationToken cancellation);

    /// <summary>Works on the queue until it is stopped; what runs then is brought to an end.</summary>
    Task RunQueueAsync(int workers, ITaskSink sink, CancellationToken cancellation);
}

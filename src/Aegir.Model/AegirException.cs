namespace Aegir;

/// <summary>What kind of trouble an <see cref="AegirException"/> is.</summary>
public enum AegirErrorKind { InvalidInput, NotFound, AlreadyExists, Busy, Refused, Unavailable, Failed }

/// <summary>An error a person can act on: it says what is wrong and what to do.</summary>
public sealed class AegirException : Exception
{
    public AegirException(AegirErrorKind kind, string id, string message, string action, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Id = id;
        Action = action;
    }

    public AegirErrorKind Kind { get; }

    /// <summary>A stable id, such as SiteNotFound.</summary>
    public string Id { get; }

    /// <summary>What to do about it.</summary>
    public string Action { get; }

    /// <summary>The step of an operation that failed; null outside of operations.</summary>
    public string? Step { get; init; }
}

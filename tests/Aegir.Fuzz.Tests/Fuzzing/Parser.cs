namespace Aegir.Tests.Fuzzing;

/// <summary>Something of ours that reads what others wrote.</summary>
/// <param name="Name">Also that of its folder in tests/fixtures/corpus.</param>
/// <param name="Read">Reads a case. An <see cref="AegirException"/> is an answer.</param>
public sealed record Parser(string Name, Func<byte[], Task> Read)
{
    /// <summary>What else it says of broken input, by its documentation.</summary>
    public Type? Refusal { get; init; }

    /// <summary>Words that mean something to it.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>How many cases there are every day.</summary>
    public int Everyday { get; init; } = 1_000;

    /// <summary>Files of the field to begin with, below AEGIR_TEST_DATA.</summary>
    public string? Field { get; init; }

    public override string ToString() => Name;

    /// <summary>A parser of text that ends at once.</summary>
    public static Parser Of(string name, Action<string> read) => new(name, bytes =>
    {
        read(System.Text.Encoding.UTF8.GetString(bytes));
        return Task.CompletedTask;
    });
}

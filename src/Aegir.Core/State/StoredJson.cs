using Newtonsoft.Json;

namespace Aegir.State;

/// <summary>Reads the JSON in a row. The store is a file that others may have written to, or a database that a newer version shares.</summary>
internal static class StoredJson
{
    /// <exception cref="AegirException">StoreRowUnreadable.</exception>
    public static T Read<T>(string text, Func<string, T?> read)
        where T : class
    {
        try
        {
            return read(text) ?? throw new JsonSerializationException("there is nothing");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException)
        {
            throw new AegirException(AegirErrorKind.Failed, "StoreRowUnreadable", $"A row of the hub's store has no {typeof(T).Name} where one should be: {error.Message}",
                "Use the newest version of this module on every machine of the hub; what was changed by hand, restore from a copy of the store.", error);
        }
    }
}

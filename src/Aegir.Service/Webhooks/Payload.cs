using System.Text.Json;

namespace Aegir.Service.Webhooks;

/// <summary>A message's JSON, read for the few words that matter here.</summary>
internal static class Payload
{
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static JsonElement Of(ReadOnlyMemory<byte> body)
    {
        try
        {
            CheckTexts(body.Span);
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new FormatException("The body is no JSON object.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new FormatException("The body is no JSON.", error);
        }
    }

    // A text with half of a character in it is JSON, but can be read nowhere.
    private static void CheckTexts(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 32 });
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                _ = reader.GetString();
    }

    /// <summary>The text at a path of names; null where there is none.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    /// <summary>The items of the list at a path; none where there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return [];
        return element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];
    }
}

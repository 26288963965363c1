using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Aegir.Hosts;

/// <summary>Says with a platform's source which kind it is of.</summary>
internal sealed class PlatformSourceConverter : JsonConverter<PlatformSource>
{
    private const string Kind = "kind";

    private static readonly Dictionary<string, Type> Kinds = new()
    {
        ["makefile"] = typeof(MakefileSource),
        ["git"] = typeof(GitSource),
        ["composer"] = typeof(ComposerSource),
        ["archive"] = typeof(ArchiveSource),
        ["copy"] = typeof(CopySource),
    };

    public override PlatformSource? ReadJson(
        JsonReader reader, Type objectType, PlatformSource? existingValue, bool hasExistingValue, JsonSerializer serializer)
    {
        var value = JObject.Load(reader);
        return value[Kind]?.Value<string>() is { } kind && Kinds.TryGetValue(kind, out var type)
            // Not with the serializer at hand, which would come back to us.
            ? (PlatformSource?)value.ToObject(type, new JsonSerializer())
            : throw new JsonSerializationException("No kind of platform source that is known.");
    }

    public override void WriteJson(JsonWriter writer, PlatformSource? value, JsonSerializer serializer)
    {
        var text = JObject.FromObject(value!, new JsonSerializer());
        text.AddFirst(new JProperty(Kind, Kinds.First(pair => pair.Value == value!.GetType()).Key));
        text.WriteTo(writer);
    }
}

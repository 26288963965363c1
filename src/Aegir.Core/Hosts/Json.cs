using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Serialization;

namespace Aegir.Hosts;

/// <summary>The JSON that we and the scripts on a host exchange: camelCase names, enums by name.</summary>
internal static class Json
{
    private static readonly JsonSerializerSettings Settings = new()
    {
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy() },
        Converters = { new StringEnumConverter(), new PlatformSourceConverter() },
        NullValueHandling = NullValueHandling.Ignore,
    };

    public static string Write(object value) => JsonConvert.SerializeObject(value, Settings);

    public static T Read<T>(string json) => JsonConvert.DeserializeObject<T>(json, Settings)
        ?? throw new JsonSerializationException($"No {typeof(T).Name} in the text.");

    public static object Read(string json, Type type) => JsonConvert.DeserializeObject(json, type, Settings)
        ?? throw new JsonSerializationException($"No {type.Name} in the text.");

    /// <summary>Default where the text is no JSON of that type.</summary>
    public static T? TryRead<T>(string json)
    {
        try
        {
            return JsonConvert.DeserializeObject<T>(json, Settings);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

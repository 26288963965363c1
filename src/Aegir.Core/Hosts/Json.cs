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

    private static readonly JsonSerializerSettings Strict = new(Settings) { ContractResolver = new StrictContracts { NamingStrategy = new CamelCaseNamingStrategy() } };

    public static string Write(object value) => JsonConvert.SerializeObject(value, Settings);

    /// <summary>What we once wrote ourselves.</summary>
    /// <exception cref="AegirException">RecordUnreadable.</exception>
    public static T Read<T>(string json) => (T)Read(json, typeof(T), Settings);

    /// <summary>What another process of ours may have written. What has to be there is insisted on.</summary>
    /// <exception cref="AegirException">RecordUnreadable.</exception>
    public static object Read(string json, Type type) => Read(json, type, Strict);

    private static object Read(string json, Type type, JsonSerializerSettings settings)
    {
        try
        {
            return JsonConvert.DeserializeObject(json, type, settings) ?? throw new JsonSerializationException("there is nothing");
        }
        catch (Exception error) when (IsOfText(error))
        {
            throw new AegirException(AegirErrorKind.Failed, "RecordUnreadable", $"What the hub kept of a task is no {type.Name}: {error.Message}",
                "Use the newest version of this module on every machine of the hub; what was changed by hand, restore from a copy of the store.", error);
        }
    }

    /// <summary>An answer of a script. Default where the text is no JSON of that type, or has null where the type has none.</summary>
    public static T? TryRead<T>(string json)
    {
        try
        {
            return JsonConvert.DeserializeObject<T>(json, Strict);
        }
        catch (Exception error) when (IsOfText(error))
        {
            return default;
        }
    }

    // A number or a name may be none of its type.
    private static bool IsOfText(Exception error) => error is JsonException or ArgumentException or FormatException or OverflowException or InvalidCastException;
}

using System.Data.Common;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Aegir.State;

/// <summary>How the source, rules and memory of a distribution stand in its row.</summary>
internal static class UpdateColumns
{
    private static readonly JsonSerializerSettings Settings = new() { NullValueHandling = NullValueHandling.Ignore, Converters = { new WindowConverter() } };

    private static readonly Dictionary<string, Type> Sources = new()
    {
        ["makefile"] = typeof(MakefileUpdates),
        ["git"] = typeof(GitUpdates),
        ["stock"] = typeof(StockUpdates),
        ["composer"] = typeof(ComposerUpdates),
    };

    public static string? Write(UpdateSource? source)
    {
        if (source is null)
            return null;
        var json = JObject.FromObject(source, JsonSerializer.Create(Settings));
        json.AddFirst(new JProperty("kind", Sources.Single(pair => pair.Value == source.GetType()).Key));
        return json.ToString(Formatting.None);
    }

    public static string? Write(object? value) => value is null ? null : JsonConvert.SerializeObject(value, Settings);

    public static UpdateSource? Source(this DbDataReader row, int column)
    {
        if (row.Text(column) is not { } text)
            return null;
        return StoredJson.Read(text, all =>
        {
            var json = JObject.Parse(all);
            return (UpdateSource?)json.ToObject(Sources[(string)json["kind"]!], JsonSerializer.Create(Settings));
        });
    }

    public static T? Json<T>(this DbDataReader row, int column)
        where T : class => row.Text(column) is { } text ? StoredJson.Read(text, all => JsonConvert.DeserializeObject<T>(all, Settings)) : null;

    private sealed class WindowConverter : JsonConverter<MaintenanceWindow>
    {
        public override void WriteJson(JsonWriter writer, MaintenanceWindow? value, JsonSerializer serializer) => writer.WriteValue(value?.ToString());

        public override MaintenanceWindow ReadJson(JsonReader reader, Type type, MaintenanceWindow? existing, bool hasExisting, JsonSerializer serializer) =>
            MaintenanceWindow.Parse(reader.Value as string ?? "");
    }
}

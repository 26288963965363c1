using System.Reflection;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace Aegir.Hosts;

/// <summary>What a type says of null holds for the text, too: nobody behind it has to look again.</summary>
internal sealed class StrictContracts : DefaultContractResolver
{
    private readonly NullabilityInfoContext nullability = new();

    protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
    {
        var property = base.CreateProperty(member, memberSerialization);
        if (member is PropertyInfo { PropertyType.IsValueType: false } info && State(info) == NullabilityState.NotNull)
            property.Required = IsAsked(info) ? Required.Always : Required.DisallowNull;
        return property;
    }

    // What a constructor asks for has no value of its own.
    private static bool IsAsked(PropertyInfo property) => property.DeclaringType!.GetConstructors() is [var only]
        && only.GetParameters().Any(parameter => !parameter.HasDefaultValue && parameter.Name!.Equals(property.Name, StringComparison.OrdinalIgnoreCase));

    // It keeps what it saw, for one thread at a time.
    private NullabilityState State(PropertyInfo property)
    {
        lock (nullability)
            return nullability.Create(property).ReadState;
    }
}

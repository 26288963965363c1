using System.Collections;
using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lets a parameter that takes names take the things themselves, so that they can be piped.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NameOfAttribute(params Type[] types) : ArgumentTransformationAttribute
{
    /// <summary>Takes what belongs to such a thing as well, for the thing that it belongs to. Only for cmdlets that change nothing.</summary>
    public bool OrOwned { get; set; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        PSObject { BaseObject: IList list } => All(list),
        IList list => All(list),
        _ => Name(inputData),
    };

    private object?[] All(IList list) => list.Cast<object?>().Select(Name).ToArray();

    private object? Name(object? item) => Plain(item) switch
    {
        { } plain when types.Any(type => type.IsInstanceOfType(plain)) => plain.ToString(),
        { } plain when OrOwned && Owner(plain) is { } owner => owner,
        _ => item,
    };

    private string? Owner(object plain) => (plain, types[0].Name) switch
    {
        (Site site, nameof(Platform)) => site.Platform,
        (Site site, nameof(Server)) => site.Server,
        (Site site, nameof(Distribution)) => site.Distribution,
        (Platform platform, nameof(Server)) => platform.Server,
        (Platform platform, nameof(Distribution)) => platform.Distribution,
        _ => null,
    };

    private static object? Plain(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;
}

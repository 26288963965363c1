using System.Collections;
using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Lets a parameter that takes names take the things themselves, so that they can be piped.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NameOfAttribute(params Type[] types) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        PSObject { BaseObject: IList list } => All(list),
        IList list => All(list),
        _ => Name(inputData),
    };

    private object?[] All(IList list) => list.Cast<object?>().Select(Name).ToArray();

    private object? Name(object? item) => Plain(item) is { } plain && types.Any(type => type.IsInstanceOfType(plain)) ? plain.ToString() : item;

    private static object? Plain(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;
}

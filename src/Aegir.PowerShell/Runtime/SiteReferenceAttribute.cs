using System.Collections;
using System.Management.Automation;

namespace Aegir.PowerShell;

/// <summary>Makes references to sites of all that can be piped as one: with it a mixed pipeline binds to one parameter, which
/// PowerShell's own conversions come too late for.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SiteReferenceAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => Plain(inputData) switch
    {
        IList list => list.Cast<object?>().Select(One).ToArray(),
        _ => One(inputData),
    };

    private static object? One(object? item) => SiteReference.From(Plain(item)) ?? item;

    private static object? Plain(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;
}

using System.Reflection;
using Xunit.Sdk;

namespace Aegir.Tests.Components;

/// <summary>Runs a test over the ssh program.</summary>
public sealed class OverOpenSshAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[ServerTransport.OpenSsh]];
}

/// <summary>Runs a test over SSH.NET, where this build has it.</summary>
public sealed class OverSshNetAttribute : DataAttribute
{
    public const string Missing = "Built without SSH.NET: -p:WithSshNet=true.";

    private readonly string[] ways;

    /// <param name="ways">What goes before the transport, a row for each; none for a row of the transport alone.</param>
    public OverSshNetAttribute(params string[] ways)
    {
        this.ways = ways;
        Skip = IsThere ? null : Missing;
    }

    public static bool IsThere => File.Exists(Path.Combine(AppContext.BaseDirectory, "Aegir.Ssh.dll"));

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => ways.Length == 0
        ? [[ServerTransport.SshNet]]
        : ways.Select(way => new object[] { way, ServerTransport.SshNet });
}

/// <summary>A test of a build without SSH.NET.</summary>
public sealed class NeedsNoSshNetFactAttribute : FactAttribute
{
    public NeedsNoSshNetFactAttribute() => Skip = OverSshNetAttribute.IsThere ? "Built with SSH.NET." : null;
}

/// <summary>A test of SSH.NET with machines of its own.</summary>
public sealed class NeedsSshNetLabFactAttribute : NeedsLabFactAttribute
{
    public NeedsSshNetLabFactAttribute(params string[] programs)
        : base(programs) => Skip ??= OverSshNetAttribute.IsThere ? null : OverSshNetAttribute.Missing;
}

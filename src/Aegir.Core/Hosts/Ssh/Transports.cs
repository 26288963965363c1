using System.Reflection;
using System.Runtime.Loader;

namespace Aegir.Hosts.Ssh;

/// <summary>Finds the transports that live in assemblies of their own; those are loaded when a server first needs them.</summary>
internal static class Transports
{
    private const string Name = "Aegir.Ssh";

    private static readonly Lazy<ITransport?> Found = new(Find);

    /// <exception cref="AegirException">TransportMissing.</exception>
    public static ITransport SshNet => Found.Value ?? throw new AegirException(AegirErrorKind.Unavailable, "TransportMissing",
        "This build of Aegir comes without SSH.NET.", "Use -Transport OpenSsh, or a build made with -p:WithSshNet=true.");

    /// <summary>False where this build comes without.</summary>
    public static bool HasSshNet => Found.Value is not null;

    private static ITransport? Find()
    {
        try
        {
            var beside = AssemblyLoadContext.GetLoadContext(typeof(ITransport).Assembly)!.LoadFromAssemblyName(new AssemblyName(Name));
            return (ITransport)Activator.CreateInstance(beside.GetType(Name + ".SshNetTransport", throwOnError: true)!, nonPublic: true)!;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}

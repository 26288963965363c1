using System.Reflection;
using System.Runtime.Loader;

namespace Aegir.PowerShell;

/// <summary>
/// Where Aegir.Core and the libraries it uses live, apart from the versions that PowerShell and other modules bring. Aegir.Model stays
/// outside, so that scripts can name its types.
/// </summary>
internal sealed class AegirLoadContext : AssemblyLoadContext
{
    private static readonly Lazy<AegirLoadContext> Instance = new(() => new AegirLoadContext(DependencyFolder));

    private readonly string folder;

    private AegirLoadContext(string folder)
        : base("Aegir") => this.folder = folder;

    private static string DependencyFolder =>
        Path.Combine(Path.GetDirectoryName(typeof(AegirLoadContext).Assembly.Location)!, "dependencies");

    /// <summary>Answers the default context when our cmdlets, and nobody else's, first need the core.</summary>
    public static Assembly? ResolveCore(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "Aegir.Core" && Directory.Exists(DependencyFolder) ? Instance.Value.LoadFromAssemblyName(name) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(Site).Assembly.GetName().Name)
            return typeof(Site).Assembly;
        var path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = NativeLibrary.PathOf(folder, unmanagedDllName);
        if (File.Exists(path))
            return LoadUnmanagedDllFromPath(path);
        // What we ship we know by name; anything else is the system's.
        return unmanagedDllName == NativeLibrary.Sqlite
            ? throw new DllNotFoundException(
                $"The module brings no SQLite for this machine ({NativeLibrary.RuntimeId}); looked for {path}.")
            : 0;
    }
}

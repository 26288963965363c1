using System.Management.Automation;
using System.Runtime.Loader;

namespace Aegir.PowerShell;

/// <summary>What happens when the module comes and goes.</summary>
public sealed class ModuleEvents : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static int hooked;

    /// <summary>Once per process, however often the module is imported; it stays, as other runspaces may have the module too.</summary>
    public void OnImport()
    {
        if (Interlocked.Exchange(ref hooked, 1) == 0)
            AssemblyLoadContext.Default.Resolving += AegirLoadContext.ResolveCore;
    }

    public void OnRemove(PSModuleInfo psModuleInfo) => HubSession.CloseCurrent();
}

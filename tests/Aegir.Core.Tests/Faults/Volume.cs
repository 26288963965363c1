using Aegir.Tests.Components;

namespace Aegir.Tests.Faults;

/// <summary>A small disk in memory, mounted on a folder, that can be filled and made read-only.</summary>
internal sealed class Volume : IDisposable
{
    private readonly string path;

    /// <param name="path">A folder that is there and empty.</param>
    public Volume(string name, string path, int megabytes)
    {
        (Name, this.path) = (name, path);
        Command.Run("mount", "-t", "tmpfs", "-o", $"mode=755,size={megabytes}m", "tmpfs", path);
    }

    public string Name { get; }

    /// <summary>Leaves no block free.</summary>
    public void Fill() => Command.Try("sh", "-c", "cat /dev/zero >\"$1\" 2>/dev/null", "sh", Ballast);

    public void Free() => File.Delete(Ballast);

    /// <summary>False where somebody is writing there.</summary>
    public bool Protect() => Command.Try("mount", "-o", "remount,ro", path).ExitCode == 0;

    public void Unprotect() => Command.Run("mount", "-o", "remount,rw", path);

    public void Dispose() => Command.Try("umount", "-l", path);

    private string Ballast => path + "/.ballast";
}

namespace Aegir.Tests.Components;

/// <summary>A test that mounts small disks in memory: only the administrator may, and not in every container.</summary>
public sealed class NeedsMountFactAttribute : NeedsFactAttribute
{
    private static readonly Lazy<bool> May = new(() =>
    {
        using var folder = new TempFolder();
        if (Environment.UserName != "root" || Command.Try("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.Path).ExitCode != 0)
            return false;
        Command.Run("umount", folder.Path);
        return true;
    });

    /// <summary>Whether they can be mounted here.</summary>
    public static bool MayMount => May.Value;

    public NeedsMountFactAttribute()
        : base("php") => Skip ??= May.Value ? null : "Disks in memory cannot be mounted here.";
}

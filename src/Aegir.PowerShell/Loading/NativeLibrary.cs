using System.Runtime.InteropServices;

namespace Aegir.PowerShell;

/// <summary>Where a native library for this machine lies below the module's dependencies.</summary>
internal static class NativeLibrary
{
    public const string Sqlite = "e_sqlite3";

    /// <summary>Such as linux-x64. The runtime's own answer may name a distribution that no package knows, so it is put together here.</summary>
    public static string RuntimeId { get; } = System + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string System =>
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : IsMusl ? "linux-musl"
        : "linux";

    private static bool IsMusl =>
        RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);

    public static string PathOf(string folder, string name) => Path.Combine(folder, "runtimes", RuntimeId, "native", FileName(name));

    private static string FileName(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll"
        : OperatingSystem.IsMacOS() ? $"lib{name}.dylib"
        : $"lib{name}.so";
}

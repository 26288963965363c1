using System.Runtime.CompilerServices;

namespace Aegir.Tests.Components;

/// <summary>Whether upgrades wait for web servers that cache code; most tests' servers do not, and need not be waited for.</summary>
public static class CodeCaches
{
    public static void Expect(bool expected) => Environment.SetEnvironmentVariable("AEGIR_OPCACHE_SECONDS", expected ? null : "0");

    [ModuleInitializer]
    internal static void Begin() => Expect(false);
}

using System.Runtime.CompilerServices;

namespace Aegir.Tests.Components;

/// <summary>No test asks drupal.org: the feed is a port that nobody listens on unless a test serves its own.</summary>
internal static class NoNetwork
{
    [ModuleInitializer]
    public static void Set()
    {
        if (Environment.GetEnvironmentVariable("AEGIR_RELEASE_FEED") is null)
            Environment.SetEnvironmentVariable("AEGIR_RELEASE_FEED", "http://127.0.0.1:9/release-history");
    }
}

namespace Aegir.WebServers.Nginx;

/// <summary>The one way a value gets into a configuration of nginx.</summary>
internal static class NginxText
{
    /// <summary>Quotes a value. A dollar has no sign of its own in nginx, so that it comes from a variable.</summary>
    public static string Quote(string value) => "\"" + value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("$", "${aegir_dollar}", StringComparison.Ordinal) + "\"";
}

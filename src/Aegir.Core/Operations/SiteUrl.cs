namespace Aegir.Operations;

/// <summary>Where visitors find a site.</summary>
internal static class SiteUrl
{
    /// <summary>Without a slash at its end; the port only where it is not the usual one.</summary>
    public static string Of(Site site, Server server)
    {
        var (scheme, port, usual) = site.Https == HttpsMode.Off ? ("http", server.WebPort, 80) : ("https", server.WebHttpsPort, 443);
        return $"{scheme}://{site.Name}{(port == usual || server.WebServer == WebServerType.None ? "" : $":{port}")}";
    }
}

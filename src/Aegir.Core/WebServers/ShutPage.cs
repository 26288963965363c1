namespace Aegir.WebServers;

/// <summary>The pages that web servers show in place of a site: in plain ASCII and without quotes of either kind or dollars, so that every
/// configuration can hold them.</summary>
internal static class ShutPage
{
    public static string Maintenance => Page("Back in a moment", "This site is being updated. Please try again in a minute.");

    public static string Disabled => Page("Not available", "This site is not available.");

    private static string Page(string title, string text) =>
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><meta name=robots content=noindex>"
        + $"<meta name=viewport content=width=device-width><title>{title}</title>"
        + "<style>body{font:1.2em/1.5 sans-serif;margin:20vh auto;max-width:30em;padding:0 1em;color:#333}</style></head>"
        + $"<body><h1>{title}</h1><p>{text}</p></body></html>";
}

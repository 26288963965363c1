namespace Aegir.Drupal;

/// <summary>What counts as a site that works: updates, cache rebuilds and status can all succeed while every page answers 500, so only the
/// pages count.</summary>
public static class SiteLookRules
{
    /// <summary>The first thing that is wrong with pages of a site, in words that say what was seen; null for none.</summary>
    public static string? Problem(string site, IReadOnlyList<LookPage> pages, LookOptions options)
    {
        for (var i = 0; i < pages.Count; i++)
            if ((options.ExpectClosed ? ProblemOfClosed(pages[i]) : Problem(site, pages[i], i == 0, options)) is { } problem)
                return $"{pages[i].Path} of {site} {problem}{Seen(pages[i])}";
        return null;
    }

    private static string? ProblemOfClosed(LookPage page) =>
        page is { Status: 503, Gate: true } ? null : $"is not closed, it answers {page.Status}";

    private static string? Problem(string site, LookPage page, bool front, LookOptions options) => page switch
    {
        { Status: 0 } => "gives no answer",
        { TimedOut: true } => "stops in the middle of its answer",
        { Status: >= 500 } => $"answers {page.Status}",
        { Status: 400 } => "answers 400, as Drupal does where trusted_host_patterns does not allow the name",
        { Status: 404 } when front => "answers 404",
        { Fatal: not null } => "ends in an error",
        { Location: { } location, Status: >= 300 and < 400 } => OfRedirect(site, page, location, options),
        { Stale: true } => "is answered by settings of before: the web server's PHP does not see the new ones",
        _ => null,
    } ?? OfSettings(page);

    private static string? OfRedirect(string site, LookPage page, string location, LookOptions options)
    {
        var absolute = Uri.TryCreate(location, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal);
        var path = (absolute ? uri!.AbsolutePath : location.Split('?')[0]).TrimEnd('/');
        if (path.EndsWith("/install.php", StringComparison.OrdinalIgnoreCase) || path == "install.php")
            return "redirects to the installer, as Drupal does where it finds no database of a site";
        if (absolute && uri!.Host.Length > 0 && !options.Aliases.Append(site).Any(name => SameHost(name, uri.Host)))
            return $"redirects to another site, {uri.Host}";
        return page.Redirects.Count > 5 ? "redirects in a circle" : null;
    }

    private static string? OfSettings(LookPage page) => page switch
    {
        { RightSite: false, Settings.Count: > 0 } => $"was answered by another site, that of {page.Settings[^1]}",
        { RightSite: false } => "was answered without the site's settings.php",
        _ => null,
    };

    private static bool SameHost(string one, string other) =>
        string.Equals(WithoutWww(one), WithoutWww(other), StringComparison.OrdinalIgnoreCase);

    private static string WithoutWww(string host) => host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host;

    private static string Seen(LookPage page)
    {
        var said = page.Fatal ?? string.Join(": ", new[] { page.Title, page.Text }.Where(text => !string.IsNullOrEmpty(text)));
        return said.Length == 0 ? "." : $": {(said.Length > 250 ? said[..250] + "..." : said)}";
    }
}

using Aegir.Drupal;
using Aegir.Hosts;

namespace Aegir.Operations.Spokes;

/// <summary>A platform's code as it lies on one machine, seen in one round trip.</summary>
/// <param name="State">missing, empty, begun (a push was cut off), drupal, or foreign (something else lies there).</param>
/// <param name="Print">The same on two machines whose code is the same.</param>
/// <param name="Coarse">The same, but for changes within a second, which not every disk can tell.</param>
/// <param name="Sites">Folders below sites/ that hold a settings.php.</param>
internal sealed record PlatformCopy(string State, string? Print, string? Coarse, bool SitesClosed, IReadOnlyList<string> Sites)
{
    /// <summary>What version control leaves; it is no code and does not travel (aegir-spec 2.15).</summary>
    public static readonly IReadOnlyList<string> NoCode =
        [".git", ".gitignore", ".hg", ".hgignore", ".hgtags", ".bzr", ".bzrignore", ".bzrtags", ".svn"];

    /// <param name="what">look, settle or end; see platform-copy.sh.</param>
    public static async Task<PlatformCopy> LookAsync(IHost host, CodeBase code, string what, CancellationToken cancellation)
    {
        var output = await host.ScriptAsync("Operations.Spokes.platform-copy.sh", [code.ProjectRoot, Web(code), what, .. NoCode], cancellation).ConfigureAwait(false);
        var facts = output.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1]);
        return new PlatformCopy(facts["state"].FirstOrDefault() ?? "missing", facts["print"].FirstOrDefault(), facts["coarse"].FirstOrDefault(),
            facts["sites"].Any(), facts["site"].ToList());
    }

    /// <summary>What a push leaves alone: version control and all below sites/ but what comes with Drupal and sites/all. The folders of sites
    /// and sites.php are the machine's own.</summary>
    public static IReadOnlyList<string> PushRules(CodeBase code)
    {
        var sites = SitesRule(code);
        return
        [
            .. NoCode,
            .. new[] { "all/", "default/", "default/default.*", "README.txt", "example.*", "development.services.yml" }.Select(name => "+ " + sites + name),
            sites + "default/*", sites + "*",
        ];
    }

    /// <summary>What stays on a machine whose platform the hub fetches: what visitors uploaded.</summary>
    public static IReadOnlyList<string> FetchRules(CodeBase code) =>
        [.. NoCode, SitesRule(code) + "*/files", SitesRule(code) + "*/private"];

    private static string Web(CodeBase code) =>
        code.Docroot == code.ProjectRoot ? "" : code.Docroot[(code.ProjectRoot.TrimEnd('/').Length + 1)..];

    private static string SitesRule(CodeBase code) =>
        (Web(code) is { Length: > 0 } web ? "/" + string.Concat(web.Select(letter => "*?[\\".Contains(letter) ? "\\" + letter : letter.ToString())) : "") + "/sites/";
}

using Aegir.Building.Fetching;
using Aegir.Building.Makefiles;

namespace Aegir.Building.Making;

/// <summary>Builds the tree that a makefile describes (aegir-spec 7.1). Each item goes its way by itself: looked up, fetched, unpacked,
/// patched, its own makefile followed; when all are there they are laid into each other.</summary>
public sealed class MakefileBuilder(Workshop shop)
{
    private readonly ItemResolver resolver = new(shop);
    private readonly ItemStage stage = new(shop);

    /// <summary>What the makefile asks for, with the releases it comes to. Those that the projects' own makefiles bring are not known yet.</summary>
    public async Task<IReadOnlyList<ResolvedItem>> PlanAsync(string location, CancellationToken cancellation)
    {
        var makefile = await ReadAsync(location, cancellation).ConfigureAwait(false);
        return await Together.AllAsync(makefile.Items, (item, token) => resolver.ResolveAsync(item, makefile.Core, Placement.Contrib, token), cancellation).ConfigureAwait(false);
    }

    /// <param name="tree">Absolute path of the folder to build; it is not there yet.</param>
    /// <returns>The hash of the makefile.</returns>
    /// <exception cref="AegirException">What is wrong, with project, URL and line of the makefile. The tree may be half done then.</exception>
    public async Task<string> BuildAsync(string location, string tree, CancellationToken cancellation)
    {
        var makefile = await ReadAsync(location, cancellation).ConfigureAwait(false);
        RequireCore(makefile, location);
        var staged = await StageAsync(makefile, Placement.Contrib, 0, cancellation).ConfigureAwait(false);
        var cores = staged.Where(item => item.Resolved.IsCore).ToList();
        if (cores.Count != 1)
            throw NotOneCore(location, cores.Select(item => item.Resolved.Item.What));
        await new Laying(shop).LayAsync(tree, cores[0], staged, cancellation).ConfigureAwait(false);
        return makefile.Hash;
    }

    private async Task<Makefile> ReadAsync(string location, CancellationToken cancellation) =>
        Makefile.From(await new MakefileReader(shop).ReadAsync(location, cancellation).ConfigureAwait(false), Warn);

    private Task<IReadOnlyList<StagedItem>> StageAsync(Makefile makefile, string contrib, int depth, CancellationToken cancellation) =>
        Together.AllAsync(makefile.Items, async (item, token) =>
        {
            var resolved = await resolver.ResolveAsync(item, makefile.Core, contrib, token).ConfigureAwait(false);
            var languages = makefile.Translations.Concat(item.Translations).Distinct().ToList();
            var staged = await stage.StageAsync(resolved, makefile.Core, languages, token).ConfigureAwait(false);
            return staged.Makefile is null ? staged : staged with { Below = await BelowAsync(staged, makefile, contrib, depth + 1, token).ConfigureAwait(false) };
        }, cancellation);

    // A profile's projects go into the profile; what a module asks for goes where the module went. Core is the outermost makefile's business.
    private async Task<IReadOnlyList<StagedItem>> BelowAsync(StagedItem staged, Makefile outer, string contrib, int depth, CancellationToken cancellation)
    {
        var item = staged.Resolved.Item;
        if (depth >= shop.Limits.Depth)
            throw MakefileErrors.Invalid(item.Place, "projects bring makefiles that bring projects without an end.", $"Set {item.Place.Key}[do_recursion] = FALSE.");
        // A copied folder is as much the admin's as the makefile that names it.
        var trusted = staged.Resolved.Folder is not null && item.Place.Origin.IsTrusted;
        var origin = MakeOrigin.Inside($"{staged.Resolved.Path}/{staged.Makefile}", staged.Folder, staged.Makefile!, trusted);
        var tree = await new MakefileReader(shop).ReadAsync(origin, $"{staged.Folder}/{staged.Makefile}", cancellation).ConfigureAwait(false);
        foreach (var (key, value) in new[] { ("core", outer.Core), ("api", "2") })
            if (tree[key] is null)
                tree.Set(key, new MakeValue(value, tree.Place));
        var makefile = Makefile.From(tree, Warn);
        makefile = makefile with
        {
            Items = makefile.Items.Where(inner => inner.Type != "core" && inner.Name != "drupal").ToList(),
            Translations = outer.Translations.Concat(makefile.Translations).Distinct().ToList(),
        };
        return await StageAsync(makefile, staged.Resolved.Type == "profile" ? staged.Resolved.Path : contrib, depth, cancellation).ConfigureAwait(false);
    }

    // Known before anything is fetched in the usual case; a type that only a feed tells comes later.
    private static void RequireCore(Makefile makefile, string location)
    {
        var sure = makefile.Items.Where(item => item.Kind == MakeItemKind.Project && (item.Type == "core" || (item.Type is null && item.Name == "drupal"))).ToList();
        if (sure.Count > 1 || (sure.Count == 0 && makefile.Items.All(item => item.Kind == MakeItemKind.Library || item.Type is not null)))
            throw NotOneCore(location, sure.Select(item => item.What));
    }

    private static AegirException NotOneCore(string location, IEnumerable<string> cores) => new(
        AegirErrorKind.InvalidInput, "MakefileInvalid",
        cores.Any() ? $"{location} asks for several cores: {string.Join(", ", cores)}." : $"{location} asks for no core, and a platform needs one.",
        "Ask for exactly one project of type core, such as projects[drupal][version] = 7.105.");

    private void Warn(string message) => shop.Log(TaskLogLevel.Warning, message);
}

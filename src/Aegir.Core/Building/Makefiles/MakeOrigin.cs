using Aegir.Building.Fetching;

namespace Aegir.Building.Makefiles;

/// <summary>Where a makefile comes from, which decides what it may name: one that an admin laid on the hub's machine any path there, one
/// that was downloaded only URLs, and one that came with a project what is in that project's folder as well.</summary>
public sealed class MakeOrigin
{
    private readonly string? folder;
    private readonly Uri? address;

    private MakeOrigin(string name, string? folder, Uri? address, bool isTrusted)
    {
        (Name, IsTrusted) = (name, isTrusted);
        (this.folder, this.address) = (folder, address);
    }

    /// <summary>What errors call it.</summary>
    public string Name { get; }

    /// <summary>True for what an admin laid there.</summary>
    public bool IsTrusted { get; }

    public bool IsYaml => Name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || Name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase);

    public static MakeOrigin Path(string path) => new(path, Parent(path), null, isTrusted: true);

    public static MakeOrigin Url(SourceUrl url) => new(url.Text, null, new Uri(url.Text), isTrusted: false);

    /// <param name="root">The folder that the makefile's project was fetched to.</param>
    /// <param name="relative">The makefile's path below it.</param>
    /// <param name="trusted">True where the folder itself is an admin's.</param>
    public static MakeOrigin Inside(string name, string root, string relative, bool trusted = false) =>
        new(name, Parent(root + "/" + relative), null, trusted);


    /// <summary>What a makefile means with the name of a file: an absolute path on the hub's machine, or a URL.</summary>
    /// <exception cref="AegirException">MakefileUnsafe or SourceUrlRefused.</exception>
    public SourceUrl Resolve(string reference, MakePlace place)
    {
        if (SourceUrl.LooksLikeUrl(reference))
            return SourceUrl.Parse(reference, place.ToString(), SourceKinds.Http | (IsTrusted ? SourceKinds.Local : 0));
        if (address is not null)
            return SourceUrl.Parse(Uri.TryCreate(address, reference, out var whole) ? whole.AbsoluteUri : "", place.ToString(), SourceKinds.Http);
        if (IsTrusted)
            return SourceUrl.LocalPath(reference.StartsWith('/') ? reference : $"{folder}/{reference}", place.ToString());
        if (SafePath.Relative(reference) is not { } below)
            throw MakefileErrors.Unsafe(place, $"'{reference}' leads out of the folder that the makefile came with.",
                "A downloaded makefile may name URLs and what lies beside it.");
        return SourceUrl.LocalPath($"{folder}/{below}", place.ToString());
    }

    /// <summary>Another makefile in the folder of this one.</summary>
    public MakeOrigin Beside(string path) => new(path.StartsWith(folder + "/", StringComparison.Ordinal) ? $"{Parent(Name)}/{path[(folder!.Length + 1)..]}" : path,
        Parent(path), null, IsTrusted);

    public override string ToString() => Name;

    private static string Parent(string path) => path[..Math.Max(path.LastIndexOf('/'), 0)];
}

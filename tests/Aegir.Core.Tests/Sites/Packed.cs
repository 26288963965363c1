using Aegir.Tests.Components;

namespace Aegir.Tests.Sites;

/// <summary>An archive, unpacked into a folder that is gone afterwards.</summary>
internal sealed class Packed : IDisposable
{
    private readonly TempFolder folder = new();

    public Packed(string archive)
    {
        Members = [.. Command.Run("tar", "-tf", archive).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name).Where(name => name.Length > 0)];
        Command.Run("tar", "-xpf", archive, "-C", folder.Path);
    }

    /// <summary>As tar lists them, without ./ in front; folders end in a slash.</summary>
    public IReadOnlyList<string> Members { get; }

    public string At(string name) => folder.At(name);

    public string Text(string name) => File.ReadAllText(At(name));

    /// <summary>The files that a text is in.</summary>
    public IEnumerable<string> With(string text) => Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
        .Where(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal));

    /// <summary>What drushrc.php has under a name, as PHP reads it.</summary>
    public string Option(string name) => Command.Run("php", "-r", "include $argv[1]; echo $options[$argv[2]];", At("drushrc.php"), name);

    public void Dispose() => folder.Dispose();
}

namespace Aegir.Tests.Fuzzing;

/// <summary>What cases are made of: files of ours, among them all that was once found, and files of the field where there are some.</summary>
internal static class Corpus
{
    private static string Root => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../fixtures/corpus"));

    public static IReadOnlyList<byte[]> Of(Parser parser)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Path.Combine(Root, parser.Name)).Order(StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("AEGIR_TEST_DATA") is { Length: > 0 } data && parser.Field is { } pattern)
            files = files.Concat(Directory.EnumerateFiles(Path.Combine(data, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)).Order(StringComparer.Ordinal));
        return [.. files.Select(File.ReadAllBytes)];
    }

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder));
}

using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Aegir.Drupal;

/// <summary>What read-code-base.sh printed: facts, and the files with their content.</summary>
internal sealed class CodeBaseScan
{
    private const int ComplaintsKept = 50;

    // The number stands for the rules of read-code-base.sh: it changes with them, so that what was read by older rules is read again.
    private const string Rules = "rules 1\n";

    private readonly Dictionary<string, string> facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<InfoFile>> infos = new(StringComparer.Ordinal);
    private readonly List<string> sites = [];
    private readonly List<string> warnings = [];

    public IReadOnlyDictionary<string, string> Facts => facts;

    /// <summary>By path as listed: relative to the docroot, absolute for what lies outside.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => files;

    public IReadOnlyList<string> Sites => sites;

    public IReadOnlyList<string> Warnings => warnings;

    public string State => facts.GetValueOrDefault("state", "");

    public string Docroot => facts.GetValueOrDefault("docroot", "");

    public string ProjectRoot => facts.GetValueOrDefault("project", Docroot);

    /// <summary>A hash of the list of files.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>True for the layout of Drupal 8 and later.</summary>
    public bool IsModern => facts.GetValueOrDefault("layout") == "8";

    /// <summary>The end of the name of an info file.</summary>
    public string InfoSuffix => IsModern ? ".info.yml" : ".info";

    public InfoFile Info(string path) => infos[path].GetAwaiter().GetResult();

    public string? Text(string path) => files.TryGetValue(path, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    /// <exception cref="IOException">The text ends too early or holds what we did not write.</exception>
    public static CodeBaseScan Read(Stream stream)
    {
        var scan = new CodeBaseScan();
        var buffered = new BufferedStream(stream, 1 << 16);
        while (Record(buffered) is { Length: > 0 } record)
        {
            var parts = record.Split('=', 2);
            if (parts.Length < 2)
                throw new InvalidDataException("The host's answer is not ours.");
            if (parts[0] == "site")
                scan.sites.Add(parts[1]);
            else
                scan.facts[parts[0]] = parts[1];
        }
        if (scan.State != "ok")
            return scan;
        if (scan.facts.ContainsKey("layout"))
            scan.ReadFiles(buffered);
        scan.ReadList(buffered);
        return scan;
    }

    /// <summary>What find and tar said on standard error: folders that may not be entered, loops of links.</summary>
    public void AddComplaints(string error)
    {
        foreach (var line in error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(ComplaintsKept))
            warnings.Add(line.Trim());
    }

    private void ReadFiles(Stream stream)
    {
        using var tar = new TarReader(stream, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new MemoryStream((int)Math.Min(entry.Length, 1 << 20));
            entry.DataStream?.CopyTo(content);
            var bytes = files[entry.Name] = content.ToArray();
            // Taken apart while the host sends the next ones.
            if (entry.Name.EndsWith(InfoSuffix, StringComparison.Ordinal))
                infos[entry.Name] = Task.Run(() => InfoFile.Read(bytes, IsModern));
        }
    }

    private void ReadList(Stream stream)
    {
        // tar fills its last block up.
        string text;
        while ((text = Record(stream)).Length == 0)
        {
        }
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(lines, StringComparer.Ordinal);
        Fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{Rules}{string.Join('\n', lines)}\n"))).ToLowerInvariant();
        if (!facts.ContainsKey("layout"))
            return;
        foreach (var line in lines)
        {
            var parts = line.Split(' ', 4);
            if (parts.Length == 4 && !files.ContainsKey(parts[3]))
                warnings.Add(parts[0].Length > 6 ? $"{parts[3]}: too large ({parts[0]} bytes)" : $"{parts[3]}: could not be read");
        }
    }

    private static string Record(Stream stream)
    {
        using var bytes = new MemoryStream();
        for (int next; (next = stream.ReadByte()) != 0; bytes.WriteByte((byte)next))
        {
            if (next < 0)
                throw new EndOfStreamException("The host's answer was cut short.");
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}

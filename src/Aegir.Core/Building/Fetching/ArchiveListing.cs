using System.Globalization;
using System.Text.RegularExpressions;

namespace Aegir.Building.Fetching;

/// <summary>Looks through the list of what is in an archive before anything of it is unpacked.</summary>
internal static partial class ArchiveListing
{
    /// <summary>Null where all is well, else what is wrong.</summary>
    public static string? Problem(string kind, IEnumerable<string> lines, BuildLimits limits)
    {
        long bytes = 0;
        var files = 0;
        foreach (var line in lines)
        {
            var match = kind == "zip" ? ZipLine().Match(line) : TarLine().Match(line);
            if (!match.Success)
                return $"'{line}' in its list is not understood";
            if (++files > limits.UnpackedFiles)
                return string.Create(CultureInfo.InvariantCulture, $"it holds more than {limits.UnpackedFiles} files");
            // In place of its size, a device has its numbers; a size that cannot be counted is too large for anybody.
            long size = 0;
            var isSize = !match.Groups["size"].ValueSpan.Contains(',');
            if (isSize && (!long.TryParse(match.Groups["size"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size > limits.UnpackedBytes - bytes))
                return string.Create(CultureInfo.InvariantCulture, $"it holds more than {limits.UnpackedBytes} bytes");
            bytes += size;
            if (Wrong(match.Groups["type"].Value[0], match.Groups["name"].Value, kind) is { } problem)
                return problem;
        }
        return null;
    }

    private static string? Wrong(char type, string name, string kind)
    {
        if (type is not ('-' or 'd' or 'l' or 'h' or '?'))
            return $"'{name}' is neither a file nor a folder nor a link";
        if (kind == "tar" && type is 'l' or 'h')
        {
            var parts = name.Split(type == 'l' ? " -> " : " link to ");
            if (parts.Length != 2)
                return $"the link '{name}' is ambiguous";
            if (Climbs(parts[1], type == 'l' ? Depth(parts[0]) : 0))
                return $"the link '{name}' leads out of it";
            name = parts[0];
        }
        return Climbs(name, 0) || name.Split('/').Contains("..") ? $"'{name}' would be unpacked outside of its folder" : null;
    }

    private static int Depth(string name) => name.Split('/', StringSplitOptions.RemoveEmptyEntries).Count(part => part != ".") - 1;

    private static bool Climbs(string path, int depth)
    {
        if (path.StartsWith('/'))
            return true;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
            if ((depth += part == ".." ? -1 : 1) < 0)
                return true;
        return false;
    }

    [GeneratedRegex(@"\A(?<type>.)\S{9}\S* +\S+ +(?<size>\d+(,\d+)?) \d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?(\.\d+)? (?<name>.+)\z")]
    private static partial Regex TarLine();

    [GeneratedRegex(@"\A(?<type>.)\S+ +\S+ \S+ +(?<size>\d+) \S\S \S+ \S+ \d\d:\d\d (?<name>.+)\z")]
    private static partial Regex ZipLine();
}

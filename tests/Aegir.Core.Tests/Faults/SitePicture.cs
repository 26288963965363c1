namespace Aegir.Tests.Faults;

/// <summary>What lies in folders of sites, backups and hosts, with modes and contents.</summary>
internal static class SitePicture
{
    /// <summary>For sh, with the folders as its parameters. A sites.php may come to be, as others may need it by now, and visits fill caches.</summary>
    public const string Script = """
        for folder; do
            [ -d "$folder" ] || continue
            find "$folder" \( -path '*/files/css' -o -path '*/files/js' -o -path '*/files/php' -o -name .aegir-caches -o -name sites.php -o -name .ballast \) -prune -o \
                -type f -printf '%p %m file\n' -o -printf '%p %m %y %l\n'
            # A gate that stays shut may be another's by now.
            find "$folder" -name settings.php -exec sh -c 'sed -E "s/[0-9a-f]{64}//g; s/(BEGIN Aegir gate) .*/\1/" "$1" | sha256sum | sed "s|-|$1|"' sh {} \;
            find "$folder" \( -path '*/files/css' -o -path '*/files/js' -o -path '*/files/php' -o -name .aegir-caches -o -name sites.php -o -name .ballast -o -name settings.php \) -prune -o \
                -type f -exec sha256sum {} +
        done | sort
        """;

    /// <summary>The first lines in which two differ.</summary>
    public static string Difference(string before, string now)
    {
        var (old, current) = (before.Split('\n'), now.Split('\n'));
        return string.Join("; ", old.Except(current).Select(line => "-" + line).Concat(current.Except(old).Select(line => "+" + line)).Take(8));
    }
}

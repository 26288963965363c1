using System.Globalization;

namespace Aegir.PowerShell;

/// <summary>The numbers of the newest backups.</summary>
public sealed class BackupIdCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) => hub.Sites.NewestBackups(500)
        .Select(backup => (Id: backup.Id.ToString(CultureInfo.InvariantCulture), $"{backup.Site}, {backup.Description}"))
        .Where(backup => pattern.Matches(backup.Id));
}

using System.Globalization;

namespace Aegir.PowerShell;

/// <summary>The numbers of backups, newest first.</summary>
public sealed class BackupIdCompleter : NameCompleter
{
    protected override IEnumerable<(string Name, string Tip)> Find(AegirHub hub, NamePattern pattern) => hub.Sites.Backups("*")
        .Select(backup => (backup.Created, Id: backup.Id.ToString(CultureInfo.InvariantCulture), Tip: $"{backup.Site}, {backup.Description}"))
        .Where(backup => pattern.Matches(backup.Id)).OrderByDescending(backup => backup.Created).Select(backup => (backup.Id, backup.Tip));
}

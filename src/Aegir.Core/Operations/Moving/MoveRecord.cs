using Aegir.Drupal;
using Aegir.Operations.Backups;

namespace Aegir.Operations.Moving;

/// <summary>What a move's undo, its finish and a later way back must know. Kept with the task as JSON; holds no secret.</summary>
public sealed class MoveRecord
{
    public MoveKind Kind { get; set; }

    /// <summary>A site is made, and none is left behind.</summary>
    public bool IsNew => Kind is MoveKind.Clone or MoveKind.Deploy;

    /// <summary>The site that is moved; for a clone the one that it is made of, 0 for one out of an archive.</summary>
    public long SiteId { get; set; }

    /// <summary>For a site out of an archive: as what it stood there, on the machines that it goes to; nothing of it is on them.</summary>
    public MoveSide Old { get; set; } = new();

    public MoveSide New { get; set; } = new();

    /// <summary>Permission bits of the old folder, in octal; Drupal takes away the right to write (field note 15).</summary>
    public string FolderMode { get; set; } = "0755";

    public string Drush { get; set; } = "";

    public DatabaseType DatabaseType { get; set; }

    /// <summary>SQLite: where the new file is until the folder stands on the new side; null where it is made where it stays.</summary>
    public string? DatabaseAtFirst { get; set; }

    /// <summary>A configuration sync directory outside of the site's folder that is written relative to the docroot, and where that is on the
    /// new side; null for none.</summary>
    public string? ConfigFrom { get; set; }

    public string? ConfigTo { get; set; }

    /// <summary>Marks what this move made, so that nothing else is ever deleted.</summary>
    public string Mark { get; set; } = "";

    /// <summary>What becomes of the old side's dump and folder.</summary>
    public ArchiveOrder Backup { get; set; } = new();

    public string BackupDescription { get; set; } = "";

    /// <summary>True where the old database may be dropped some day: it is the site's alone.</summary>
    public bool OldDatabaseIsOwn { get; set; }

    /// <summary>What a restore is made from; null for all else.</summary>
    public RestoreSource? Restored { get; set; }

    /// <summary>A side that an earlier move of the same site left where the new one goes: it is given up with the commit.</summary>
    public MoveRecord? Displaced { get; set; }

    /// <summary>The task that left it.</summary>
    public long DisplacedTask { get; set; }

    public DateTimeOffset KeepUntil { get; set; }

    /// <summary>The dump that is read in: of the old side, or out of an archive.</summary>
    public string Dump => Restored is null ? Backup.Dump : $"{Restored.Folder}/{(DatabaseType == DatabaseType.Sqlite ? "database.sqlite" : "database.sql")}";

    /// <summary>Both sides have the same folder: the old one has to make room.</summary>
    public bool InPlace => !IsNew && Old.Server == New.Server && Old.Folder == New.Folder;

    /// <summary>Links in content have to follow the site.</summary>
    public bool IsRenamed => FromSite != New.Site || FromDirectory != New.Directory;

    private string FromSite => Restored?.Site ?? Old.Site;

    private string FromDirectory => Restored?.Directory ?? Old.Directory;

    /// <summary>What the new side's folder is called while it is made.</summary>
    public string StageDirectory => ".aegir-" + Mark;

    public string Stage => $"{New.Sites}/{StageDirectory}";

    /// <summary>What stood under the new folder's name, once that stands there.</summary>
    public string AsideDirectory => StageDirectory + "-aside";

    /// <summary>The old side's folder below sites/, once the new one stands.</summary>
    public string LeftDirectory { get; set; } = "";

    public string LeftFolder => $"{Old.Sites}/{LeftDirectory}";

    /// <summary>All folders of the site that files are replaced in; what a new site is made of is none of ours.</summary>
    public IReadOnlyList<string> Folders => IsNew ? [New.Folder, Stage] : [.. new[] { Old.Folder, LeftFolder, New.Folder, Stage }.Distinct()];

    /// <summary>How old names become new ones in settings and content.</summary>
    public SiteMap Map => new()
    {
        Directories = new Dictionary<string, string> { [FromDirectory] = New.Directory },
        Hosts = FromSite == New.Site ? new Dictionary<string, string>() : NewAliases.Hosts(FromSite, Old.Aliases, New),
        Folders = new Dictionary<string, string> { [Old.Folder] = New.Folder },
    };

    /// <summary>The further names of the new side: those that the old one had in sites.php, and its aliases.</summary>
    public IEnumerable<string> NewNames(IEnumerable<string> oldNames) =>
        (Old.Site == New.Site ? oldNames : []).Concat(New.Names.Where(name => name != New.Directory).Select(name => name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name))
            .Where(name => name != New.Directory).Distinct();
}

namespace Aegir.Operations.Moving;

/// <summary>Where the copy of a site's SQLite database goes: beside the old one, or to the same place of the new folder. In the site's folder
/// it moves along with that.</summary>
internal static class SqliteNames
{
    /// <param name="along">The site's files are moved, not copied: then the new file can be made beside the old one and moves with it.</param>
    public static void Choose(MoveRecord record, bool along)
    {
        var (old, now) = (record.Old, record.New);
        var name = $".ht.{record.Mark}.sqlite";
        now.DatabaseUser = "";
        if (InFolder(record, old.Database) is not { } inside)
        {
            now.Database = Folder(old.Database) + name;
            record.DatabaseAtFirst = null;
            return;
        }
        now.Database = $"{now.Folder}/{Folder(inside)}{name}";
        record.DatabaseAtFirst = (along ? old.Folder : record.Stage) + "/" + Folder(inside) + name;
    }

    /// <summary>The path relative to the site's old folder; null where it lies elsewhere.</summary>
    public static string? InFolder(MoveRecord record, string path) => Below(record.Old.Folder, path);

    /// <summary>The folder right below the site's that holds the file; empty for the site's own, null where it lies elsewhere.</summary>
    public static string? TopFolder(MoveRecord record) =>
        InFolder(record, record.Old.Database) is { } inside ? inside.Contains('/') ? inside[..inside.IndexOf('/')] : "" : null;

    /// <summary>Where the new file is at first, relative to the old folder; null where it is not made there.</summary>
    public static string? AtFirstInFolder(MoveRecord record) => record.DatabaseAtFirst is { } first ? InFolder(record, first) : null;

    /// <summary>Patterns that keep a database out of a copy of one of the site's folders.</summary>
    public static IEnumerable<string> Excluded(MoveRecord record, string folder)
    {
        foreach (var file in new[] { Below($"{record.Old.Folder}/{folder}", record.Old.Database), Below($"{record.New.Folder}/{folder}", record.New.Database) })
            if (record.DatabaseType == DatabaseType.Sqlite && file is not null)
                yield return $"/{file}*";
    }

    /// <summary>As the settings file has it: relative to the docroot where it is below it.</summary>
    public static string Written(MoveRecord record) => Below(record.New.Docroot, record.New.Database) ?? record.New.Database;

    /// <summary>Where the new file is after the uploads went back to the old folder.</summary>
    public static string AfterUndo(MoveRecord record) =>
        record.DatabaseAtFirst is { } first && InFolder(record, first) is { } inside
            && (inside.StartsWith("files/", StringComparison.Ordinal) || inside.StartsWith("private/", StringComparison.Ordinal))
            ? first
            : record.New.Database;

    private static string? Below(string folder, string path) =>
        path.StartsWith(folder + "/", StringComparison.Ordinal) ? path[(folder.Length + 1)..] : null;

    // With its slash; empty for none.
    private static string Folder(string path) => path[..(path.LastIndexOf('/') + 1)];
}

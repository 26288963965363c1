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

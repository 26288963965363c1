namespace Aegir.Operations.Upgrading;

/// <summary>Where the copy of a site's SQLite database goes: beside the old one. In the site's folder it moves along with that.</summary>
internal static class SqliteNames
{
    public static void Choose(UpgradeRecord record)
    {
        var folder = record.OldDatabase[..record.OldDatabase.LastIndexOf('/')];
        record.NewDatabase = $"{folder}/.ht.{record.Mark}.sqlite";
        record.NewDatabaseSettled = InFolder(record, record.NewDatabase) is { } inside ? $"{record.NewFolder}/{inside}" : record.NewDatabase;
        record.NewUser = "";
    }

    /// <summary>The path relative to the site's old folder; null where it lies elsewhere.</summary>
    public static string? InFolder(UpgradeRecord record, string path) =>
        path.StartsWith(record.OldFolder + "/", StringComparison.Ordinal) ? path[(record.OldFolder.Length + 1)..] : null;

    /// <summary>As the settings file has it: relative to the docroot where it is below it.</summary>
    public static string Written(UpgradeRecord record) =>
        record.NewDatabaseSettled!.StartsWith(record.ToDocroot + "/", StringComparison.Ordinal)
            ? record.NewDatabaseSettled[(record.ToDocroot.Length + 1)..]
            : record.NewDatabaseSettled;

    /// <summary>Where the new file is after the uploads went back to the old folder.</summary>
    public static string AfterUndo(UpgradeRecord record) =>
        InFolder(record, record.NewDatabase!) is { } inside && (inside.StartsWith("files/", StringComparison.Ordinal)
            || inside.StartsWith("private/", StringComparison.Ordinal))
            ? record.NewDatabase!
            : record.NewDatabaseSettled ?? record.NewDatabase!;
}

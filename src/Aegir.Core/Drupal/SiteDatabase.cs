namespace Aegir.Drupal;

/// <summary>The database that a site's settings name, without its password.</summary>
public sealed record SiteDatabase
{
    /// <summary>As written: mysql, sqlite, pgsql, or the name of a contributed driver.</summary>
    public string Driver { get; init; } = "";

    /// <summary>As written; for SQLite a path.</summary>
    public string Name { get; init; } = "";

    /// <summary>SQLite only: the file's absolute path.</summary>
    public string? Path { get; init; }

    public string? Host { get; init; }

    /// <summary>0 where none is given.</summary>
    public int Port { get; init; }

    public string? UnixSocket { get; init; }

    public string? User { get; init; }

    /// <summary>The prefix of the site's tables; empty for none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>True where tables have different prefixes, and so may be shared with another site.</summary>
    public bool PrefixVaries { get; init; }

    /// <summary>True where the settings name more than one server for the site's database.</summary>
    public bool HasReplicas { get; init; }

    /// <summary>Keys of further databases that the settings name.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    public DatabaseType Type => Driver switch
    {
        "mysql" => DatabaseType.MariaDb,
        "sqlite" => DatabaseType.Sqlite,
        "pgsql" => DatabaseType.PostgreSql,
        _ => DatabaseType.None,
    };

    /// <summary>SQLite keeps tables with a prefix in files of their own, which a copy of one file would miss.</summary>
    public bool IsSpreadOverFiles => Type == DatabaseType.Sqlite && (Prefix.Length > 0 || PrefixVaries);
}

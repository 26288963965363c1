using static Aegir.Databases.PostgreSql.PostgreSqlText;

namespace Aegir.Databases.PostgreSql;

/// <summary>The SQL of <see cref="PostgreSqlDatabases"/>, for psql. What depends on the server is put together there and run by \gexec:
/// databases are made and dropped outside of transactions only.</summary>
internal static class PostgreSqlStatements
{
    /// <summary>What a database's or a role's comment begins with while it is a task's.</summary>
    private const string Mark = "aegir_task_mark ";

    /// <summary>Drupal 10 and later need it for searching in text.</summary>
    public const string Extension = "pg_trgm";

    public const string Check = $"""
        COPY (SELECT current_setting('server_version'),
            (SELECT rolsuper OR (rolcreatedb AND rolcreaterole) FROM pg_roles WHERE rolname = current_user),
            EXISTS (SELECT FROM pg_available_extensions WHERE name = '{Extension}')) TO STDOUT;
        """;

    public const string Names = "COPY (SELECT datname FROM pg_database UNION SELECT rolname FROM pg_roles) TO STDOUT;";

    /// <summary>The database comes first, with its mark at once: then whoever undoes this knows what is his.</summary>
    public static string Create(DatabaseOrder order)
    {
        var (database, user, mark) = (Identifier(order.Name), Identifier(order.User), Literal(Mark + order.OwnerMark));
        return $"""
            DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = {Literal(order.User)}) THEN RAISE EXCEPTION '{SqlErrors.UserExists}'; END IF; END $$;
            SELECT format('CREATE DATABASE %I TEMPLATE template0 ENCODING ''UTF8''', {Literal(order.Name)}) || {Locale(order.Like?.Name)} \gexec
            COMMENT ON DATABASE {database} IS {mark};
            CREATE ROLE {user} LOGIN PASSWORD {Literal(ScramSecret.Of(order.Password))};
            COMMENT ON ROLE {user} IS {mark};
            SELECT format('GRANT %I TO CURRENT_USER', {Literal(order.User)}) FROM pg_roles WHERE rolname = current_user AND NOT rolsuper \gexec
            REVOKE ALL ON DATABASE {database} FROM PUBLIC;
            ALTER DATABASE {database} OWNER TO {user};
            \connect {database}
            CREATE EXTENSION IF NOT EXISTS {Extension};
            SELECT sql FROM (VALUES ('REVOKE CREATE ON SCHEMA public FROM PUBLIC'), (format('GRANT ALL ON SCHEMA public TO %I', {Literal(order.User)}))) AS s (sql)
            WHERE current_setting('server_version_num')::int < 150000 \gexec
            """;
    }

    // Columns that only some releases have are reached through JSON.
    private static string Locale(string? like) => $"""
        COALESCE((SELECT CASE to_jsonb(d) ->> 'datlocprovider'
                WHEN 'i' THEN format(' LOCALE_PROVIDER icu ICU_LOCALE %L', COALESCE(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'))
                WHEN 'b' THEN format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', to_jsonb(d) ->> 'datlocale')
                WHEN 'c' THEN ' LOCALE_PROVIDER libc'
                ELSE '' END || format(' LC_COLLATE %L LC_CTYPE %L', datcollate, datctype)
            FROM pg_database d WHERE datname IN ({Literal(like ?? "template0")}, 'template0') AND encoding = pg_char_to_encoding('UTF8')
            ORDER BY datname = 'template0' LIMIT 1), ' LC_COLLATE ''C'' LC_CTYPE ''C''')
        """;

    /// <summary>The comment on a database; no row where there is none of that name.</summary>
    public static string Comment(string name) =>
        $"COPY (SELECT COALESCE(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = {Literal(name)}) TO STDOUT;";

    public static bool Carries(string comment, string mark) => comment == Mark + mark;

    /// <summary>How many tables the database holds that one is connected to.</summary>
    public const string Count = """
        SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e');
        """;

    /// <param name="mark">Null drops whatever it is, but not while others are connected to it.</param>
    public static string Drop(string name, string? user, string? mark) => $"""
        SELECT format('DROP DATABASE %I', datname) || CASE WHEN {(mark is null ? "false" : "current_setting('server_version_num')::int >= 130000")} THEN ' WITH (FORCE)' ELSE '' END
        FROM pg_database WHERE datname = {Literal(name)} \gexec
        SELECT format('DROP ROLE %I', rolname) FROM pg_roles r
        WHERE rolname = {Literal(user ?? "")} AND rolname <> current_user AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication)
        AND NOT EXISTS (SELECT FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass AND refobjid = r.oid)
        {(mark is null ? "" : $"AND shobj_description(r.oid, 'pg_authid') = {Literal(Mark + mark)}")} \gexec
        """;

    public static string Release(string name) => $"""
        SELECT format('COMMENT ON ROLE %I IS NULL', r.rolname) FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba
        WHERE d.datname = {Literal(name)} AND starts_with(shobj_description(r.oid, 'pg_authid'), '{Mark}') \gexec
        SELECT format('COMMENT ON DATABASE %I IS NULL', datname) FROM pg_database
        WHERE datname = {Literal(name)} AND starts_with(shobj_description(oid, 'pg_database'), '{Mark}') \gexec
        """;

    /// <summary>Connections that work on a database: not ours, and not idle for more than 5 seconds.</summary>
    public static string Busy(string name) => $"""
        SELECT count(*) FROM pg_stat_activity WHERE datname = {Literal(name)} AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND (state IS DISTINCT FROM 'idle' OR state_change > now() - interval '5 seconds');
        """;
}

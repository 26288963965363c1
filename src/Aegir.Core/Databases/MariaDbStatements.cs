namespace Aegir.Databases;

/// <summary>The SQL of <see cref="MariaDbDatabases"/>, one round trip each. Statements that depend on what the server holds are
/// prepared there, in forms that MariaDB and MySQL 8 both take.</summary>
internal static class MariaDbStatements
{
    public const string Mark = "aegir_task_mark";

    /// <summary>True for a line of SHOW GRANTS that allows all an upgrade needs; MySQL 8 spells ALL PRIVILEGES out.</summary>
    public static bool MayDoAll(string grant) =>
        grant.StartsWith("GRANT ", StringComparison.Ordinal) && grant.Contains(" ON *.* TO ", StringComparison.Ordinal)
        && grant.Contains("WITH GRANT OPTION", StringComparison.Ordinal)
        && (grant.StartsWith("GRANT ALL PRIVILEGES ", StringComparison.Ordinal)
            || new[] { "SELECT", "INSERT", "CREATE", "DROP", "ALTER", "LOCK TABLES", "TRIGGER", "CREATE USER" }
                .Except(grant["GRANT ".Length..grant.IndexOf(" ON ", StringComparison.Ordinal)].Split(", ")).Any() is false);

    public static string Create(DatabaseOrder order)
    {
        var database = Sql.Identifier(order.Name);
        // The user may come from anywhere already where the list has %.
        var liked = order.Hosts.Contains("%") ? null : order.Like?.User;
        var hosts = string.Concat(order.Hosts.Append("127.0.0.1").Select(host => $"SELECT CONVERT({Sql.Text(host)} USING utf8mb4) COLLATE utf8mb4_bin AS host UNION "));
        return Stop($"EXISTS (SELECT 1 FROM mysql.user WHERE User = {Sql.Text(order.User)})", SqlErrors.UserExists) + $"""
            SET @charset = (SELECT CONCAT(' CHARACTER SET ', default_character_set_name, ' COLLATE ', default_collation_name)
                FROM information_schema.schemata WHERE schema_name = {Sql.Text(order.Like?.Name ?? "")});
            {Execute($"CONCAT('CREATE DATABASE {database}', COALESCE(@charset, ' CHARACTER SET utf8mb4'))")}
            CREATE TABLE {database}.{Mark} (mark VARCHAR(190) NOT NULL) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
            INSERT INTO {database}.{Mark} VALUES ({Sql.Text(order.OwnerMark)});
            SET @accounts = '', @credentials = '';
            SELECT GROUP_CONCAT(CONCAT('\'{order.User}\'@', QUOTE(host))), GROUP_CONCAT(CONCAT('\'{order.User}\'@', QUOTE(host), ' IDENTIFIED BY ', {Sql.Text(Sql.Text(order.Password))}))
            INTO @accounts, @credentials FROM (
                {hosts}SELECT CONVERT(Host USING utf8mb4) COLLATE utf8mb4_bin FROM mysql.user WHERE User = {Sql.Text(liked ?? "")} AND Host <> ''
                AND User <> ''
            ) AS hosts;
            {Execute("CONCAT('CREATE USER ', @credentials)")}
            {Execute($"CONCAT({Sql.Text($"GRANT ALL PRIVILEGES ON {Sql.GrantPattern(order.Name)}.* TO ")}, @accounts)")}
            """;
    }

    /// <summary>The hosts that no account of the user covers; none where he has no account at all.</summary>
    public static string MissingHosts(string user, IReadOnlyList<string> hosts) => string.Join(" UNION ", hosts.Select(host => $"""
        SELECT {Sql.Text(host)} FROM DUAL WHERE EXISTS (SELECT 1 FROM mysql.user WHERE User = {Sql.Text(user)})
            AND NOT EXISTS (SELECT 1 FROM mysql.user WHERE User = {Sql.Text(user)} AND {Sql.Text(host)} LIKE Host)
        """)) + ";";

    public static string Grant(DatabaseOrder order) => string.Concat(order.Hosts.Select(host => $"""
        CREATE USER IF NOT EXISTS {Sql.Text(order.User)}@{Sql.Text(host)} IDENTIFIED BY {Sql.Text(order.Password)};
        GRANT ALL PRIVILEGES ON {Sql.GrantPattern(order.Name)}.* TO {Sql.Text(order.User)}@{Sql.Text(host)};

        """));

    /// <param name="mark">Null drops whatever it is.</param>
    public static string Drop(string name, string? user, string? mark)
    {
        var database = Sql.Identifier(name);
        var ours = mark is null ? "SET @ours = 1;" : $"""
            SET @ours = 0;
            {Execute($"IF({Exists(name, Mark)}, {Sql.Text($"SELECT COUNT(*) > 0 INTO @ours FROM {database}.{Mark} WHERE mark = {Sql.Text(mark)}")}, 'DO 0')")}
            {Stop($"NOT @ours AND ({Count(name)}) > 0", SqlErrors.NotOurs)}
            """;
        return $"""
            {ours}
            {(user is null ? "" : DropUser(name, user))}
            DROP DATABASE IF EXISTS {database};
            """;
    }

    // The user goes first: as long as the mark is there, a second attempt knows that he is ours.
    private static string DropUser(string name, string user)
    {
        string[] patterns = [name, Sql.GrantPattern(name).Trim('`').Replace("``", "`", StringComparison.Ordinal)];
        var names = string.Join(", ", patterns.Distinct().Select(Sql.Text));
        var revokes = patterns.Distinct().Select(pattern => $"""
            SET @accounts = (SELECT GROUP_CONCAT(CONCAT(QUOTE(User), '@', QUOTE(Host))) FROM mysql.db
                WHERE @ours AND User = {Sql.Text(user)} AND Db = {Sql.Text(pattern)});
            {Execute($"IF(@accounts IS NULL, 'DO 0', CONCAT({Sql.Text($"REVOKE ALL PRIVILEGES ON {Sql.Identifier(pattern)}.* FROM ")}, @accounts))")}
            """);
        return $"""
            SET @accounts = (SELECT GROUP_CONCAT(CONCAT(QUOTE(u.User), '@', QUOTE(u.Host))) FROM mysql.user u
                WHERE @ours AND u.User = {Sql.Text(user)}
                AND NOT EXISTS (SELECT 1 FROM mysql.db d WHERE d.User = u.User AND d.Host = u.Host AND d.Db NOT IN ({names}))
                AND NOT EXISTS (SELECT 1 FROM mysql.tables_priv t WHERE t.User = u.User AND t.Host = u.Host AND t.Db NOT IN ({names}))
                AND NOT EXISTS (SELECT 1 FROM mysql.procs_priv r WHERE r.User = u.User AND r.Host = u.Host AND r.Db NOT IN ({names}))
                AND NOT EXISTS (SELECT 1 FROM information_schema.user_privileges p
                    WHERE p.grantee = CONCAT('\'', u.User, '\'@\'', u.Host, '\'') AND p.privilege_type <> 'USAGE'));
            {Execute("IF(@accounts IS NULL, 'DO 0', CONCAT('DROP USER ', @accounts))")}
            {string.Join('\n', revokes)}
            """;
    }

    /// <summary>Connections that work on a database: not ours, and not asleep for more than 5 seconds outside a transaction.</summary>
    public static string Busy(string name) => $"""
        SELECT COUNT(*) FROM information_schema.processlist WHERE db = {Sql.Text(name)} AND id <> CONNECTION_ID()
        AND (command <> 'Sleep' OR time <= 5 OR id IN (SELECT trx_mysql_thread_id FROM information_schema.innodb_trx));
        """;

    /// <summary>How many tables a database holds, the mark left out.</summary>
    public static string Count(string name) =>
        $"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = {Sql.Text(name)} AND table_name <> '{Mark}'";

    private static string Exists(string name, string table) =>
        $"EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = {Sql.Text(name)} AND table_name = '{table}')";

    private static string Execute(string expression) => $"SET @sql = {expression}; PREPARE step FROM @sql; EXECUTE step;\n";

    private static string Stop(string condition, string reason) => Execute($"IF({condition}, 'DO {reason}', 'DO 0')");
}

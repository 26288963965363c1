<?php
// The columns of a site's database that may hold text, and how to find a row again.

const AEGIR_NO_CONTENT = '~^(cache|cache_.*|cachetags|sessions|semaphore|flood|watchdog|accesslog|queue|batch|history|router|search_(dataset|index|total)'
    . '|key_value_expire|simpletest.*|ctools_object_cache|aegir_task_mark)$~';

/** @return array table => ['keys' => [...], 'columns' => [name => kind]]; kind is text, binary or json. */
function aegir_text_columns(AegirDatabase $database): array
{
    $found = $database->driver() === 'sqlite' ? aegir_sqlite_columns($database->connection()) : aegir_server_columns($database);
    $prefix = $database->prefix();
    return array_filter($found, static function (array $table, string $name) use ($prefix): bool {
        return $table['columns'] !== [] && strpos($name, $prefix) === 0 && !preg_match(AEGIR_NO_CONTENT, substr($name, strlen($prefix)));
    }, ARRAY_FILTER_USE_BOTH);
}

function aegir_sqlite_columns(PDO $connection): array
{
    $tables = [];
    foreach ($connection->query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")->fetchAll(PDO::FETCH_COLUMN) as $table) {
        $tables[$table] = ['keys' => [], 'columns' => []];
        foreach ($connection->query('SELECT name, type, pk FROM pragma_table_info(' . $connection->quote($table) . ') ORDER BY pk')->fetchAll() as $column) {
            if ((int) $column['pk'] > 0) {
                $tables[$table]['keys'][] = $column['name'];
            }
            if (preg_match('~CHAR|TEXT|CLOB|BLOB|JSON~i', $column['type'])) {
                $tables[$table]['columns'][$column['name']] = 'text';
            }
        }
        $tables[$table]['keys'] = $tables[$table]['keys'] ?: ['rowid'];
    }
    return $tables;
}

function aegir_server_columns(AegirDatabase $database): array
{
    $mysql = $database->driver() === 'mysql';
    $schema = $mysql ? 'DATABASE()' : 'current_schema()';
    $kinds = $mysql
        ? ['char' => 'text', 'varchar' => 'text', 'tinytext' => 'text', 'text' => 'text', 'mediumtext' => 'text', 'longtext' => 'text',
            'tinyblob' => 'text', 'blob' => 'text', 'mediumblob' => 'text', 'longblob' => 'text', 'json' => 'text']
        : ['text' => 'text', 'character varying' => 'text', 'character' => 'text', 'bytea' => 'binary', 'json' => 'json', 'jsonb' => 'json'];
    $tables = [];
    $isPlain = $mysql ? "c.extra NOT LIKE '%GENERATED%'" : "c.is_generated = 'NEVER'";
    $columns = $database->connection()->query('SELECT c.table_name AS t, c.column_name AS c, c.data_type AS d FROM information_schema.columns c'
        . ' JOIN information_schema.tables x ON x.table_schema = c.table_schema AND x.table_name = c.table_name'
        . " WHERE c.table_schema = $schema AND x.table_type = 'BASE TABLE' AND $isPlain");
    foreach ($columns->fetchAll(PDO::FETCH_ASSOC) as $row) {
        $tables[$row['t']] = $tables[$row['t']] ?? ['keys' => [], 'columns' => []];
        if (isset($kinds[strtolower($row['d'])])) {
            $tables[$row['t']]['columns'][$row['c']] = $kinds[strtolower($row['d'])];
        }
    }
    $keys = $database->connection()->query('SELECT k.table_name AS t, k.column_name AS c FROM information_schema.key_column_usage k'
        . ' JOIN information_schema.table_constraints n ON n.constraint_schema = k.constraint_schema AND n.table_name = k.table_name'
        . " AND n.constraint_name = k.constraint_name WHERE n.constraint_type = 'PRIMARY KEY' AND k.table_schema = $schema ORDER BY k.ordinal_position");
    foreach ($keys->fetchAll(PDO::FETCH_ASSOC) as $row) {
        $tables[$row['t']]['keys'][] = $row['c'];
    }
    foreach ($tables as $name => $table) {
        if (empty($table['keys']) && !$mysql) {
            $tables[$name]['keys'] = ['ctid'];
        }
        $tables[$name] += ['columns' => [], 'keys' => []];
    }
    return $tables;
}

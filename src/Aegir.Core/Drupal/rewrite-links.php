<?php
// Lets the links and paths in a site's database lead to its new name and folder. All of it or nothing: one transaction.

final class AegirRewriter
{
    private $connection;
    private $driver;
    private $text;
    private $needles;
    public $counts = [];
    public $left = [];

    public function __construct(AegirDatabase $database, AegirText $text, array $needles)
    {
        $this->connection = $database->connection();
        $this->driver = $database->driver();
        $this->text = $text;
        $this->needles = $needles;
    }

    public function column(string $table, array $keys, string $column, string $kind): void
    {
        $t = $this->quote($table);
        $c = $this->quote($column);
        // A table of MySQL without a primary key: its rows are told by the value itself.
        $byValue = $keys === [];
        $rows = $this->run('SELECT ' . ($byValue ? "DISTINCT CAST($c AS BINARY) AS k0" : implode(', ', array_map(function (int $i) use ($keys): string {
            return $this->key($keys[$i]) . " AS k$i";
        }, array_keys($keys)))) . " FROM $t WHERE " . $this->condition($c, $kind), $this->parameters($kind))->fetchAll(PDO::FETCH_NUM);
        $where = $byValue ? "CAST($c AS BINARY) = ?" : implode(' AND ', array_map(function (string $key): string {
            return $this->key($key) . ' = ?' . ($key === 'ctid' ? '::tid' : '');
        }, $keys));
        $cast = $kind === 'json' ? '::text' : '';
        foreach ($rows as $row) {
            // SQLite has the kind with each value.
            $found = $this->run("SELECT $c$cast, " . ($this->driver === 'sqlite' ? "typeof($c)" : '1') . " FROM $t WHERE $where", $row)->fetch(PDO::FETCH_NUM);
            $value = is_resource($found[0] ?? null) ? stream_get_contents($found[0]) : ($found[0] ?? null);
            if (!is_string($value)) {
                continue;
            }
            $mapped = $this->text->value($value);
            if ($mapped === null) {
                $this->left["$table.$column"] = true;
            } elseif ($mapped !== $value) {
                $type = $kind === 'json' ? 'CAST(? AS ' . $this->jsonType($table, $column) . ')' : '?';
                $this->write("UPDATE $t SET $c = $type WHERE $where", $mapped, $found[1] === 'blob' ? 'binary' : $kind, $row, "$table.$column");
                $this->counts[$table] = ($this->counts[$table] ?? 0) + 1;
            }
        }
    }

    private function write(string $sql, string $value, string $kind, array $keys, string $where): void
    {
        $statement = $this->connection->prepare($sql);
        $statement->bindValue(1, $value, $kind === 'binary' ? PDO::PARAM_LOB : PDO::PARAM_STR);
        foreach ($keys as $i => $key) {
            $statement->bindValue($i + 2, $key);
        }
        try {
            $statement->execute();
        } catch (PDOException $error) {
            throw new RuntimeException("$where cannot take a new link: {$error->getMessage()}");
        }
    }

    private function run(string $sql, array $parameters): PDOStatement
    {
        $statement = $this->connection->prepare($sql);
        $statement->execute($parameters);
        return $statement;
    }

    private function condition(string $column, string $kind): string
    {
        $one = $kind === 'binary' ? "position(convert_to(?, 'UTF8') in $column) > 0"
            : ($this->driver === 'sqlite' ? "instr(CAST($column AS BLOB), CAST(? AS BLOB)) > 0"
            : ($this->driver === 'mysql' ? "$column LIKE ?" : "$column::text LIKE ?"));
        return '(' . implode(' OR ', array_fill(0, count($this->needles), $one)) . ')';
    }

    private function parameters(string $kind): array
    {
        return $kind === 'binary' || $this->driver === 'sqlite' ? $this->needles : array_map(static function (string $needle): string {
            return '%' . addcslashes($needle, '\\%_') . '%';
        }, $this->needles);
    }

    private function jsonType(string $table, string $column): string
    {
        return (string) $this->run('SELECT data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?'
            . ' AND column_name = ?', [$table, $column])->fetchColumn();
    }

    private function key(string $name): string
    {
        return in_array($name, ['rowid', 'ctid'], true) ? $name : $this->quote($name);
    }

    private function quote(string $name): string
    {
        $quote = $this->driver === 'mysql' ? '`' : '"';
        return $quote . str_replace($quote, $quote . $quote, $name) . $quote;
    }
}

/** The site's name for people, where that is its domain (aegir-spec 2.12). */
function aegir_rename_title(AegirDatabase $database, int $major, array $hosts): void
{
    $connection = $database->connection();
    $prefix = $database->prefix();
    list($table, $column, $name) = $major >= 8 ? ['config', 'data', 'system.site'] : ['variable', 'value', 'site_name'];
    $quoted = $database->driver() === 'mysql' ? "`$prefix$table`" : "\"$prefix$table\"";
    $part = $major >= 8 ? 'collection' : 'name';
    foreach ($connection->query("SELECT $part, $column FROM $quoted WHERE name = '$name'")->fetchAll(PDO::FETCH_NUM) as list($key, $stored)) {
        $before = aegir_unserialize($stored);
        $title = is_array($before) ? ($before['name'] ?? '') : $before;
        if (is_string($title) && isset($hosts[strtolower($title)])) {
            $after = $hosts[strtolower($title)];
            $statement = $connection->prepare("UPDATE $quoted SET $column = ? WHERE name = '$name' AND $part = ?");
            $statement->bindValue(1, serialize(is_array($before) ? array_merge($before, ['name' => $after]) : $after),
                $database->driver() === 'pgsql' ? PDO::PARAM_LOB : PDO::PARAM_STR);
            $statement->bindValue(2, $key);
            $statement->execute();
        }
    }
}

$site = $input['site'];
$read = aegir_load_settings($site);
$map = $input['map'];
try {
    $database = new AegirDatabase($read['database'], $site['docroot'], true);
    $connection = $database->connection();
    if ($database->driver() === 'mysql') {
        // A link that is too long is an error, and not cut off.
        $connection->exec("SET SESSION sql_mode = 'STRICT_ALL_TABLES'");
    } elseif ($database->driver() === 'sqlite') {
        $connection->sqliteCreateCollation('NOCASE_UTF8', static function (string $one, string $other): int {
            return strcmp(mb_strtolower($one), mb_strtolower($other));
        });
    }
    $needles = array_values(array_unique(array_map('strval', array_merge(array_keys($map['directories']), array_keys($map['hosts']), array_keys($map['folders'])))));
    $needles = array_values(array_filter($needles, static function (string $needle) use ($needles): bool {
        foreach ($needles as $other) {
            if ($other !== $needle && strpos($needle, $other) !== false) {
                return false;
            }
        }
        return true;
    }));
    $connection->beginTransaction();
    $rewriter = new AegirRewriter($database, new AegirText(new AegirMap($map)), $needles);
    foreach (aegir_text_columns($database) as $table => $found) {
        foreach ($found['columns'] as $column => $kind) {
            $rewriter->column((string) $table, $found['keys'], (string) $column, $kind);
        }
    }
    aegir_rename_title($database, $site['major'], $map['hosts']);
    $connection->commit();
} catch (Throwable $error) {
    AegirScript::fail('Failed', 'LinksNotRewritten', "The links of {$site['site']} could not be made to follow it: {$error->getMessage()}",
        'Mend what the message names, and try again; nothing was changed.');
}
ksort($rewriter->counts);
AegirScript::answer(['counts' => (object) $rewriter->counts, 'left' => array_keys($rewriter->left)]);

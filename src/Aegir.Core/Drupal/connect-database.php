<?php
// Opens a site's database with the site's own credentials, and reads from it in the terms of its driver.

final class AegirDatabase
{
    private $connection;
    private $driver;
    private $prefix;
    private $prefixes;

    public function __construct(array $info, string $docroot, bool $writes = false)
    {
        $this->driver = (string) ($info['driver'] ?? '');
        $prefix = $info['prefix'] ?? '';
        $this->prefixes = is_array($prefix) ? $prefix : [];
        $this->prefix = is_array($prefix) ? (string) ($prefix['default'] ?? '') : (string) $prefix;
        if (!in_array($this->driver, ['mysql', 'pgsql', 'sqlite'], true)) {
            throw new RuntimeException("no way to open a database of the driver '{$this->driver}'");
        }
        if (!extension_loaded('pdo_' . $this->driver)) {
            throw new RuntimeException("this PHP lacks the extension pdo_{$this->driver}");
        }
        $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 10];
        $user = (string) ($info['username'] ?? '');
        $password = (string) ($info['password'] ?? '');
        if ($this->driver === 'sqlite') {
            $file = aegir_sqlite_path((string) ($info['database'] ?? ''), $docroot);
            if (!is_file($file)) {
                throw new RuntimeException("$file does not exist");
            }
            $options += $writes ? [] : [PDO::SQLITE_ATTR_OPEN_FLAGS => PDO::SQLITE_OPEN_READONLY];
            $this->connection = new PDO('sqlite:' . $file, null, null, $options);
        } else {
            ini_set('mysqlnd.net_read_timeout', '10');
            $this->connection = new PDO($this->dsn($info), $user, $password, $options + ($info['pdo'] ?? []));
        }
    }

    public function rows(string $sql): array
    {
        $sql = preg_replace_callback('/\{(\w+)\}/', function ($found) { return $this->table($found[1]); }, $sql);
        return $this->connection->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }

    public function connection(): PDO
    {
        return $this->connection;
    }

    public function driver(): string
    {
        return $this->driver;
    }

    /** What the names of the site's tables begin with. */
    public function prefix(): string
    {
        return $this->prefix;
    }

    /** The size of all tables, in bytes. */
    public function size(): int
    {
        $sql = ['mysql' => 'SELECT SUM(data_length + index_length) s FROM information_schema.tables WHERE table_schema = DATABASE()',
            'pgsql' => 'SELECT pg_database_size(current_database()) s',
            'sqlite' => 'SELECT page_count * page_size s FROM pragma_page_count(), pragma_page_size()'][$this->driver];
        return (int) $this->rows($sql)[0]['s'];
    }

    private function dsn(array $info): string
    {
        $server = !empty($info['unix_socket']) ? 'unix_socket=' . $info['unix_socket']
            : 'host=' . ($info['host'] ?? 'localhost') . (empty($info['port']) ? '' : ';port=' . $info['port']);
        $end = $this->driver === 'mysql' ? ';charset=utf8mb4' : ';connect_timeout=10';
        return "{$this->driver}:$server;dbname={$info['database']}$end";
    }

    private function table(string $name): string
    {
        $quote = $this->driver === 'mysql' ? '`' : '"';
        $name = ($this->prefixes[$name] ?? $this->prefix) . $name;
        // "system" is a reserved word of MySQL 8; a prefix may name another schema.
        return $quote . str_replace('.', "$quote.$quote", str_replace($quote, $quote . $quote, $name)) . $quote;
    }
}

function aegir_sqlite_path(string $path, string $docroot): string
{
    return $path === '' || $path[0] === '/' ? $path : "$docroot/$path";
}

/** @return mixed what Drupal serialized, without its objects. */
function aegir_unserialize($value)
{
    return @unserialize(is_resource($value) ? stream_get_contents($value) : (string) $value, ['allowed_classes' => false]);
}

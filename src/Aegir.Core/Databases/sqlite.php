<?php
// What operations do with SQLite databases: each is a file, with up to three helpers of SQLite's beside it.
ini_set('zend.exception_ignore_args', '1');

const AEGIR_MARK = 'aegir_task_mark';

final class AegirRefusal extends RuntimeException
{
    public $id;

    public function __construct(string $id, string $message)
    {
        parent::__construct($message);
        $this->id = $id;
    }
}

function aegir_open(string $file): PDO
{
    if (!is_file($file)) {
        throw new AegirRefusal('DatabaseMissing', "There is no database $file.");
    }
    $database = new PDO('sqlite:' . $file, null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 10]);
    // Drupal 8 and later sort names with this; a copy rebuilds the indexes that use it, and so must sort just alike.
    $database->sqliteCreateCollation('NOCASE_UTF8', static function (string $one, string $other): int {
        return strcmp(mb_strtolower($one), mb_strtolower($other));
    });
    return $database;
}

function aegir_tables(PDO $database): array
{
    return $database->query("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
        ->fetchAll(PDO::FETCH_COLUMN);
}

function aegir_mark(PDO $database): ?string
{
    return in_array(AEGIR_MARK, aegir_tables($database), true)
        ? (string) $database->query('SELECT mark FROM ' . AEGIR_MARK)->fetchColumn() : null;
}

function aegir_set_mark(PDO $database, string $mark): void
{
    $database->exec('CREATE TABLE ' . AEGIR_MARK . ' (mark TEXT NOT NULL)');
    $database->prepare('INSERT INTO ' . AEGIR_MARK . ' VALUES (?)')->execute([$mark]);
}

/** Copies a database into a new file as one transaction sees it. */
function aegir_copy(string $from, string $to, string $incomplete): PDO
{
    $source = aegir_open($from);
    $source->exec('VACUUM INTO ' . $source->quote($to));
    $copy = aegir_open($to);
    if ($copy->query('PRAGMA quick_check')->fetchColumn() !== 'ok') {
        unlink($to);
        throw new AegirRefusal('DumpIncomplete', $incomplete);
    }
    return $copy;
}

function aegir_take_owner(string $file, ?string $like): void
{
    $stat = $like !== null && is_file($like) ? stat($like) : null;
    if ($stat !== null) {
        @chown($file, $stat['uid']);
        @chgrp($file, $stat['gid']);
    }
    chmod($file, $stat !== null ? $stat['mode'] & 07777 : 0660);
}

function aegir_new_file(string $file, string $exists): void
{
    $handle = @fopen($file, 'xb');
    if ($handle === false) {
        throw file_exists($file) ? new AegirRefusal($exists, "$file exists already.")
            : new AegirRefusal('DatabaseUnreachable', "No file can be made in " . dirname($file) . '.');
    }
    fclose($handle);
}

function aegir_drop(string $file): void
{
    // The file itself goes last: as long as it is there, a second attempt knows what to do.
    foreach (["$file-wal", "$file-shm", "$file-journal", $file] as $each) {
        if (file_exists($each) && !@unlink($each)) {
            throw new AegirRefusal('DatabaseUnreachable', "$each cannot be deleted.");
        }
    }
}

function aegir_do(array $input): array
{
    $file = $input['name'] ?? '';
    switch ($input['do']) {
        case 'check':
            $version = extension_loaded('pdo_sqlite') ? (new PDO('sqlite::memory:'))->query('SELECT sqlite_version()')->fetchColumn() : null;
            if ($version === null || version_compare($version, '3.27', '<')) {
                throw new AegirRefusal('DatabaseClientMissing', 'PHP has no pdo_sqlite with SQLite 3.27 or later.');
            }
            return ['text' => $version];
        case 'free':
            foreach ($input['candidates'] as $candidate) {
                if (!file_exists($candidate) && !is_link($candidate)) {
                    return ['text' => $candidate];
                }
            }
            return [];
        case 'create':
            aegir_new_file($file, 'DatabaseExists');
            aegir_set_mark(aegir_open($file), $input['mark']);
            aegir_take_owner($file, $input['like'] ?? null);
            return [];
        case 'drop':
            if (is_file($file) && isset($input['mark'])) {
                $database = aegir_open($file);
                if (aegir_mark($database) !== $input['mark'] && array_diff(aegir_tables($database), [AEGIR_MARK]) !== []) {
                    throw new AegirRefusal('DatabaseNotOurs', "$file holds tables and does not carry this task's mark, so it is not deleted.");
                }
                $database = null;
            }
            // What an import that was killed had written by then.
            if (isset($input['mark'])) {
                array_map('unlink', glob("$file.aegir-*") ?: []);
            }
            aegir_drop($file);
            return [];
        case 'release':
            aegir_open($file)->exec('DROP TABLE IF EXISTS ' . AEGIR_MARK);
            return [];
        case 'dump':
            aegir_new_file($input['path'], 'DumpExists');
            aegir_copy($file, $input['path'], "The copy of $file is not whole.")->exec('DROP TABLE IF EXISTS ' . AEGIR_MARK);
            return ['number' => filesize($input['path'])];
        case 'import':
            return aegir_import($input['path'], $file);
        case 'busy':
            return ['number' => aegir_busy($file)];
    }
    throw new AegirRefusal('ScriptFailed', "Nothing is called {$input['do']}.");
}

function aegir_import(string $path, string $file): array
{
    if (!is_file($path) || !is_readable($path)) {
        throw new AegirRefusal('DumpMissing', "There is no readable dump $path.");
    }
    $target = aegir_open($file);
    $mark = aegir_mark($target);
    if (array_diff(aegir_tables($target), [AEGIR_MARK]) !== []) {
        throw new AegirRefusal('DatabaseNotEmpty', "$file holds tables already.");
    }
    $target = null;
    $temporary = "$file.aegir-" . bin2hex(random_bytes(6));
    try {
        aegir_new_file($temporary, 'DatabaseExists');
        $copy = aegir_copy($path, $temporary, "$path is no whole SQLite database.");
        if ($mark !== null) {
            aegir_set_mark($copy, $mark);
        }
        $copy = null;
        aegir_take_owner($temporary, $file);
        rename($temporary, $file);
    } finally {
        @unlink($temporary);
    }
    return [];
}

/** How many other processes have a file open, as far as we may know. */
function aegir_holders(string $file): int
{
    $real = realpath($file);
    $holders = [];
    foreach (glob('/proc/[0-9]*/fd/*') ?: [] as $link) {
        if (@readlink($link) === $real) {
            $holders[explode('/', $link)[2]] = true;
        }
    }
    unset($holders[(string) getmypid()]);
    return count($holders);
}

function aegir_busy(string $file): int
{
    if (!is_file($file)) {
        return 0;
    }
    // A request that has it open may write later, without a lock as yet.
    if (($holders = aegir_holders($file)) > 0) {
        return $holders;
    }
    $database = aegir_open($file);
    try {
        $database->exec('PRAGMA busy_timeout = 0');
        $database->exec('BEGIN IMMEDIATE');
        $database->exec('ROLLBACK');
        return 0;
    } catch (PDOException $error) {
        if (($error->errorInfo[1] ?? 0) === 5) {
            return 1;
        }
        throw $error;
    }
}

umask(077);
try {
    $answer = aegir_do($input);
} catch (AegirRefusal $refusal) {
    $answer = ['id' => $refusal->id, 'message' => $refusal->getMessage()];
} catch (Throwable $error) {
    $answer = ['id' => 'DatabaseFailed', 'message' => 'SQLite failed on ' . ($input['name'] ?? 'it') . ': ' . $error->getMessage()];
}
echo json_encode((object) $answer, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE), "\n";

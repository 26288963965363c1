<?php
// Reads what a site's settings, folder and database say. No password and no salt is part of the answer.

function aegir_owner(string $path): array
{
    $uid = (int) fileowner($path);
    $gid = (int) filegroup($path);
    $user = function_exists('posix_getpwuid') ? posix_getpwuid($uid) : false;
    $group = function_exists('posix_getgrgid') ? posix_getgrgid($gid) : false;
    return ['owner' => $user ? $user['name'] : (string) $uid, 'group' => $group ? $group['name'] : (string) $gid,
        'mode' => fileperms($path) & 07777];
}

function aegir_database_facts(array $info, array $databases, string $docroot): array
{
    $prefix = $info['prefix'] ?? '';
    $default = is_array($prefix) ? (string) ($prefix['default'] ?? '') : (string) $prefix;
    $sqlite = ($info['driver'] ?? '') === 'sqlite';
    $name = (string) ($info['database'] ?? '');
    $path = $sqlite ? aegir_sqlite_path($name, $docroot) : null;
    return [
        'driver' => (string) ($info['driver'] ?? ''), 'name' => $name, 'path' => $path === null ? null : (realpath($path) ?: $path),
        'host' => isset($info['host']) ? (string) $info['host'] : null, 'port' => (int) ($info['port'] ?? 0),
        'unixSocket' => empty($info['unix_socket']) ? null : (string) $info['unix_socket'],
        'user' => isset($info['username']) ? (string) $info['username'] : null, 'prefix' => $default,
        'prefixVaries' => is_array($prefix) && array_diff(array_map('strval', $prefix), [$default]) !== [],
        'hasReplicas' => count($databases['default'] ?? []) > 1 || isset($databases['default']['default'][0]),
        'others' => array_values(array_diff(array_map('strval', array_keys($databases)), ['default'])),
    ];
}

function aegir_config_sync(array $read, string $docroot, string $folder): ?array
{
    $written = $read['settings']['config_sync_directory'] ?? $read['configDirectories']['sync'] ?? null;
    if (!is_string($written) || $written === '') {
        return null;
    }
    $path = $written[0] === '/' ? $written : "$docroot/$written";
    $real = realpath($path);
    $inside = strpos(($real ?: $path) . '/', ($real ? realpath($folder) : $folder) . '/') === 0;
    return ['written' => $written, 'path' => $real ?: $path, 'exists' => $real !== false && is_dir($real), 'insideSite' => $inside];
}

$folder = $input['docroot'] . '/sites/' . $input['directory'];
$file = "$folder/settings.php";
$read = aegir_load_settings($input);
$info = $read['database'];
$facts = [
    'settingsFile' => $file, 'settingsTarget' => is_link($file) ? (readlink($file) ?: null) : null,
    'settings' => aegir_owner($file), 'folder' => aegir_owner($folder), 'filesTarget' => null,
    'database' => aegir_database_facts($info, $read['databases'], $input['docroot']),
    'hasHashSalt' => is_scalar($read['salt']) && (string) $read['salt'] !== '',
    'hashSaltFingerprint' => hash('sha256', 'aegir:' . aegir_salt($read, $input['major'])),
    'configSync' => aegir_config_sync($read, $input['docroot'], $folder),
    'php' => PHP_VERSION, 'extensions' => array_map('strtolower', get_loaded_extensions()),
    'connected' => false,
];
try {
    $database = new AegirDatabase($info, $input['docroot']);
    $facts = array_merge($facts, $input['major'] >= 8 ? aegir_read_drupal8($database) : aegir_read_drupal7($database));
    $facts['databaseSize'] = $database->size();
    $facts['connected'] = true;
} catch (Throwable $error) {
    $facts['connectionError'] = AegirScript::scrub($error->getMessage());
}
$paths = $read['settings'] + $read['conf'] + ($facts['variables'] ?? []);
$facts['publicFiles'] = (string) ($paths['file_public_path'] ?? "sites/{$input['directory']}/files");
$facts['privateFiles'] = empty($paths['file_private_path']) ? null : (string) $paths['file_private_path'];
$files = $input['docroot'] . '/' . $facts['publicFiles'];
$facts['filesTarget'] = is_link($files) ? (readlink($files) ?: null) : null;
if (isset($read['conf']['maintenance_mode'])) {
    $facts['maintenance'] = (bool) $read['conf']['maintenance_mode'];
}
unset($facts['variables']);
AegirScript::answer($facts);

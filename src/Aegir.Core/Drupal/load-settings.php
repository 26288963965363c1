<?php
// Includes a site's settings.php as Drupal does, without Drupal.

/** @return array databases, settings, conf, salt, configDirectories: what the file set. */
function aegir_load_settings(array $site): array
{
    $docroot = $site['docroot'];
    $file = $docroot . '/sites/' . $site['directory'] . '/settings.php';
    $action = 'Mend the file, or run as a user who may read it.';
    if (!is_file($file) || !is_readable($file)) {
        AegirScript::fail('Unavailable', 'SettingsUnreadable',
            "$file " . (file_exists($file) ? 'may not be read.' : 'does not exist.'), $action);
    }
    $text = (string) file_get_contents($file);
    aegir_check_gate($file, $text);
    // Aegir 3 keeps the credentials of a site out of its settings.php, and drush finds them here.
    $drushrc = dirname($file) . '/drushrc.php';
    $cloaked = strpos($text, '$_SERVER[\'db_name\']') !== false && is_readable($drushrc);

    chdir($docroot);
    define('DRUPAL_ROOT', $docroot);
    $_SERVER = array_merge(['REMOTE_ADDR' => '127.0.0.1', 'REQUEST_METHOD' => 'GET', 'SERVER_SOFTWARE' => ''], $_SERVER, [
        'HTTP_HOST' => $site['site'], 'SERVER_NAME' => $site['site'], 'SCRIPT_NAME' => '/index.php', 'REQUEST_URI' => '/',
    ]);
    ob_start();
    set_error_handler(static function () { return true; });
    AegirScript::$doing = ['Failed', 'SettingsUnreadable', "$file cannot be read", $action];
    // What includes itself or never ends is not to take the machine along. Seconds are the processor's.
    $memory = (string) ini_get('memory_limit');
    AegirScript::limit($memory === '-1' ? '256M' : $memory, 5);
    try {
        if ($cloaked) {
            aegir_include_alone($drushrc);
        }
        $read = $site['major'] >= 8 ? aegir_include_drupal8($docroot, $site['directory'])
            : aegir_include_drupal7($docroot, $site['directory']);
    } catch (Throwable $error) {
        AegirScript::fail('Failed', 'SettingsUnreadable', "$file cannot be read: {$error->getMessage()} (line {$error->getLine()} of "
            . basename($error->getFile()) . ')', $action);
    }
    AegirScript::limit($memory, 0);
    AegirScript::$doing = null;
    restore_error_handler();
    ob_end_clean();
    $default = $read['databases']['default']['default'] ?? null;
    // A list stands for servers that share the load; all hold the same database.
    $read['database'] = is_array($default) ? (isset($default[0]) && is_array($default[0]) ? $default[0] : $default) : [];
    AegirScript::hide((string) ($read['database']['password'] ?? ''));
    return $read;
}

function aegir_check_gate(string $file, string $text): void
{
    if (preg_match('~/\* BEGIN Aegir gate ([0-9a-f]{64}) ~', $text, $found)
        && !hash_equals($found[1], hash('sha256', (string) getenv('AEGIR_TASK')))) {
        AegirScript::fail('Busy', 'SiteIsClosed', "$file is closed while a task works on its site.",
            'Wait for the task to end, or recover it where it was interrupted.');
    }
}

function aegir_include_alone(string $file): void
{
    $options = [];
    include $file;
}

function aegir_include_drupal8(string $app_root, string $directory): array
{
    $site_path = 'sites/' . $directory;
    $class_loader = is_file("$app_root/autoload.php") ? require "$app_root/autoload.php" : null;
    global $config, $config_directories;
    $databases = $settings = $config = $config_directories = [];
    require $app_root . '/' . $site_path . '/settings.php';
    return ['databases' => $databases, 'settings' => $settings, 'conf' => [], 'salt' => $settings['hash_salt'] ?? null,
        'configDirectories' => $config_directories ?: []];
}

function aegir_include_drupal7(string $docroot, string $directory): array
{
    global $base_url, $base_path, $base_root, $databases, $cookie_domain, $conf, $installed_profile, $update_free_access;
    global $db_url, $db_prefix, $drupal_hash_salt, $is_https, $base_secure_url, $base_insecure_url;
    $conf = [];
    $site_settings = "$docroot/sites/$directory/settings.php";
    try {
        require $site_settings;
    } catch (Error $error) {
        // Only a file that calls Drupal's functions is worth the 20 ms that reading them takes.
        if (strpos($error->getMessage(), 'undefined') === false && strpos($error->getMessage(), 'Undefined') === false
            || !is_file("$docroot/includes/bootstrap.inc")) {
            throw $error;
        }
        require_once "$docroot/includes/bootstrap.inc";
        $path = &drupal_static('conf_path', '');
        $path = 'sites/' . $directory;
        require $site_settings;
    }
    return ['databases' => is_array($databases) ? $databases : [], 'settings' => [], 'conf' => is_array($conf) ? $conf : [],
        'salt' => $drupal_hash_salt, 'configDirectories' => []];
}

/** The salt in force; Drupal 7 derives it from $databases where the file has none. */
function aegir_salt(array $read, int $major): string
{
    $salt = is_scalar($read['salt']) ? (string) $read['salt'] : '';
    return $salt !== '' || $major >= 8 ? $salt : hash('sha256', serialize($read['databases']));
}

/** Equal for equal settings, and tells none of them. */
function aegir_settings_print(array $database, string $salt): string
{
    ksort($database);
    return hash('sha256', serialize([array_map('serialize', $database), $salt]));
}

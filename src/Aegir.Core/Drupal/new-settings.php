<?php
// Writes the settings.php of a new site, in a folder that nobody else may enter yet.

function aegir_database_info(array $database, string $docroot, int $major): array
{
    $driver = $database['driver'];
    $info = ['driver' => $driver, 'database' => $database['name'], 'prefix' => ''];
    if ($driver !== 'sqlite') {
        $info += ['username' => $database['user'], 'password' => $database['password'], 'host' => $database['host'] ?? 'localhost'];
        $info += !empty($database['unixSocket']) ? ['unix_socket' => $database['unixSocket']] : ['port' => (string) $database['port']];
    }
    if ($driver === 'mysql') {
        $info += $major >= 8 ? ['collation' => 'utf8mb4_general_ci'] : ['charset' => 'utf8mb4', 'collation' => 'utf8mb4_general_ci'];
    }
    $folder = "core/modules/$driver/src/Driver/Database/$driver";
    if (is_dir("$docroot/$folder")) {
        $info += ['namespace' => "Drupal\\$driver\\Driver\\Database\\$driver", 'autoload' => "$folder/"];
    }
    return $info;
}

/** @param string[] $includes */
function aegir_new_settings(array $input, array $includes): string
{
    $site = $input['site'];
    $sites = "sites/{$site['directory']}";
    $database = var_export(aegir_database_info($input['database'], $site['docroot'], $site['major']), true);
    $salt = var_export($input['salt'], true);
    $text = "<?php\n// Settings of {$site['site']}, written by Aegir. What is to be changed by hand belongs in local.settings.php.\n\n"
        . "\$databases['default']['default'] = $database;\n";
    if ($site['major'] >= 8) {
        $text .= <<<PHP
\$settings['hash_salt'] = $salt;
\$settings['update_free_access'] = FALSE;
\$settings['config_sync_directory'] = '$sites/private/config/sync';
\$settings['file_public_path'] = '$sites/files';
\$settings['file_private_path'] = '$sites/private/files';
\$settings['file_temp_path'] = '$sites/private/temp';
\$settings['file_scan_ignore_directories'] = ['node_modules', 'bower_components'];
\$settings['entity_update_batch_size'] = 50;

PHP;
        $text .= aegir_names_block($input['names']);
        $text .= "if (is_readable(__DIR__ . '/services.yml')) {\n  \$settings['container_yamls'][] = __DIR__ . '/services.yml';\n}\n";
    } else {
        // As Debian's PHP never clears its sessions away, Drupal 7 has to.
        $text .= <<<PHP
\$drupal_hash_salt = $salt;
\$update_free_access = FALSE;
\$conf['file_public_path'] = '$sites/files';
\$conf['file_private_path'] = '$sites/private/files';
\$conf['file_temporary_path'] = '$sites/private/temp';
ini_set('session.gc_probability', 1);
ini_set('session.gc_divisor', 100);
ini_set('session.gc_maxlifetime', 200000);
ini_set('session.cookie_lifetime', 2000000);

PHP;
    }
    $text .= "\n";
    foreach ($includes as $file) {
        $text .= "if (is_readable($file)) {\n  include $file;\n}\n";
    }
    return $text;
}

AegirScript::hide($input['database']['password'] ?? null);
AegirScript::hide($input['salt']);
$folder = "{$input['site']['docroot']}/sites/{$input['site']['directory']}";
$text = aegir_new_settings($input, [
    var_export($input['includes'] . '/global.inc', true),
    "dirname(__DIR__) . '/all/platform.settings.php'",
    "__DIR__ . '/local.settings.php'",
]);
aegir_write_file("$folder/settings.php", $text, 0440, null, false, false, $input['group']);
if (!file_exists("$folder/local.settings.php")) {
    aegir_write_file("$folder/local.settings.php", "<?php\n// Settings of this site that Aegir leaves alone.\n", 0440, null, false, false, $input['group']);
}
AegirScript::answer(['written' => true]);

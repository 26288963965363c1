<?php
// Gives the copy of a site's settings.php its new database, in one block at its end, and pins what must not change with it.

/** The text that the block goes behind. Where settings.php is a link, what it leads to: the new side gets a file of its own. */
function aegir_settings_text(string $file): string
{
    $text = is_readable($file) ? (string) file_get_contents($file) : null;
    if ($text === null) {
        AegirScript::fail('Unavailable', 'SettingsUnreadable', "$file " . (is_link($file) ? 'leads nowhere.' : 'cannot be read.'),
            'Copy the settings file there, or make it readable.');
    }
    if (!is_link($file)) {
        return $text;
    }
    // Inside PHP, __DIR__ is the folder that a link leads to.
    $target = (string) realpath($file);
    $words = [T_DIR => var_export(dirname($target), true), T_FILE => var_export($target, true)];
    return implode('', array_map(static function ($token) use ($words) {
        return is_array($token) ? ($words[$token[0]] ?? $token[1]) : $token;
    }, token_get_all($text)));
}

function aegir_block(array $read, array $info, int $major): string
{
    $lines = ['# BEGIN Aegir', '# Written when this site was upgraded. The next upgrade writes this block anew; what is above it stays as it is.',
        '$databases[\'default\'] = ' . var_export(['default' => $info], true) . ';'];
    if ($major < 8) {
        $lines[] = '$drupal_hash_salt = ' . var_export(aegir_salt($read, $major), true) . ';';
    } else {
        $lines[] = '$settings[\'hash_salt\'] = ' . var_export(aegir_salt($read, $major), true) . ';';
        $sync = ['$settings[\'config_sync_directory\']' => $read['settings']['config_sync_directory'] ?? null,
            '$config_directories[\'sync\']' => $read['configDirectories']['sync'] ?? null];
        foreach (array_filter($sync, 'is_string') as $name => $path) {
            $lines[] = "$name = " . var_export($path, true) . ';';
        }
    }
    return implode("\n", $lines) . "\n# END Aegir\n";
}

/** 0440, but the right of others to read stays where nothing shows that the web server would still get at the file. */
function aegir_settings_mode(string $file): int
{
    clearstatcache();
    $settings = stat($file);
    $files = @stat(dirname($file) . '/files');
    // Whoever serves the site writes to files/, as its owner or in its group.
    $safe = $files !== false && ($files['mode'] & 0002) === 0 && ($files['gid'] === $settings['gid']
        || ($files['uid'] === $settings['uid'] && ($files['mode'] & 0020) === 0));
    return $safe ? 0440 : 0440 | ($settings['mode'] & 0004);
}

$old = $input['old'];
$new = $input['new'];
$read = aegir_load_settings($old);
$info = $read['database'];
if ($info === []) {
    AegirScript::fail('Failed', 'SettingsUnreadable', "The settings of {$old['site']} name no database.",
        'Check that $databases is set when PHP runs on the command line.');
}
$info['database'] = $input['database'];
foreach (['username' => $input['user'] ?? null, 'password' => $input['password'] ?? null] as $key => $value) {
    AegirScript::hide($value);
    if ($value !== null) {
        $info[$key] = $value;
    }
}
$file = "{$new['docroot']}/sites/{$new['directory']}/settings.php";
$text = aegir_append_block(aegir_settings_text($file), aegir_block($read, $info, $old['major']));
$mode = aegir_settings_mode($file);
aegir_write_file($file, $text, $mode, null, false, false);
AegirScript::answer([
    'mode' => $mode,
    'expected' => aegir_settings_print($info, aegir_salt($read, $old['major'])),
]);

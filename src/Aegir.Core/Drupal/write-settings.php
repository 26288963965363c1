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

/** @param array $names what the site is called; only told where the settings name hosts to trust. */
function aegir_block(array $info, string $salt, array $sync, array $names, int $major): string
{
    $lines = ['# BEGIN Aegir', '# Written when this site was moved. The next move writes this block anew; what is above it stays as it is.',
        '$databases[\'default\'] = ' . var_export(['default' => $info], true) . ';'];
    $lines[] = ($major < 8 ? '$drupal_hash_salt' : '$settings[\'hash_salt\']') . ' = ' . var_export($salt, true) . ';';
    foreach ($sync as $name => $path) {
        $lines[] = "$name = " . var_export($path, true) . ';';
    }
    foreach ($names as $name) {
        $host = strpos($name, '*.') === 0 ? '.+\\.' . preg_quote(substr($name, 2)) : preg_quote($name);
        $lines[] = '$settings[\'trusted_host_patterns\'][] = ' . var_export("^$host\$", true) . ';';
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

/** The database as the settings are to name it. */
function aegir_new_info(array $info, array $input): array
{
    $info['database'] = $input['database'];
    foreach (['username' => $input['user'] ?? null, 'password' => $input['password'] ?? null] as $key => $value) {
        AegirScript::hide($value);
        if ($value !== null) {
            $info[$key] = $value;
        }
    }
    if (!isset($input['address'])) {
        return $info;
    }
    unset($info['host'], $info['port'], $info['unix_socket']);
    $address = $input['address'];
    return $info + array_filter(['driver' => $address['driver'], 'host' => $address['host'] ?? null, 'unix_socket' => $address['unixSocket'] ?? null,
        'port' => empty($address['port']) ? null : (string) $address['port']], 'is_string');
}

$at = $input['at'];
$kept = aegir_unserialize(base64_decode($input['kept']));
if (isset($input['other'])) {
    $other = aegir_unserialize(base64_decode($input['other']));
    $kept['info'] = empty($kept['info']['driver']) ? $other['info'] : $kept['info'];
    $kept['salt'] = $kept['salt'] !== '' ? $kept['salt'] : $other['salt'];
}
$map = new AegirMap($input['map'] ?? []);
$folder = "{$at['docroot']}/sites/{$at['directory']}";
$file = "$folder/settings.php";
$info = aegir_new_info($kept['info'], $input);
$salt = $input['salt'] ?? $kept['salt'];
AegirScript::hide($salt);
$block = aegir_block($info, $salt, array_map([$map, 'setting'], $kept['sync']), $kept['trusts'] ? $input['names'] ?? [] : [], $at['major']);
$text = $map->code((string) preg_replace(AEGIR_BLOCK, '', aegir_settings_text($file)));
$mode = aegir_settings_mode($file);
aegir_write_file($file, aegir_append_block($text, $block), $mode, null, false, false);
foreach ($map->isEmpty() ? [] : (glob("$folder/*.php") ?: []) as $other) {
    // Settings that settings.php includes, such as settings.local.php.
    if ($other !== $file && is_file($other) && !is_link($other) && is_readable($other)) {
        $before = (string) file_get_contents($other);
        $after = $map->code($before);
        if ($after !== $before) {
            aegir_write_file($other, $after, fileperms($other) & 07777, null, false, false);
        }
    }
}
AegirScript::answer(['mode' => $mode, 'expected' => aegir_settings_print($info, $salt)]);

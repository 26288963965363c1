<?php
// The PHP files at the top of a site's folder as an archive has them: open, with the credentials in plain words, or without any.

/** Every account that the settings name: [user, password]. */
function aegir_accounts(array $databases): array
{
    $accounts = [];
    array_walk_recursive($databases, static function ($value, $key) use (&$accounts) {
        if (is_scalar($value) && (string) $value !== '' && in_array($key, ['username', 'password'], true)) {
            $accounts[$key][] = (string) $value;
        }
    });
    return $accounts;
}

/** The text with its passwords empty, and what stands for 'username'. */
function aegir_without_accounts(string $text, array $accounts): string
{
    $passwords = array_unique($accounts['password'] ?? []);
    $out = '';
    $key = '';
    foreach (token_get_all($text) as $token) {
        $kind = is_array($token) ? $token[0] : null;
        $word = is_array($token) ? $token[1] : $token;
        if ($kind === T_CONSTANT_ENCAPSED_STRING) {
            $value = stripcslashes(substr($word, 1, -1));
            $isUser = in_array($key, ['username', 'db_user'], true) && in_array($value, $accounts['username'] ?? [], true);
            $key = $value;
            $word = $isUser || in_array($value, $passwords, true) ? "''" : $word;
        }
        $out .= $word;
    }
    foreach ($passwords as $password) {
        // What is left of it is in a comment, in a URL or put together in another way.
        $out = strlen($password) < 4 ? $out : str_replace($password, '', $out);
    }
    return $out;
}

/** Every setting of drushrc.php, those of before with ours over them. */
function aegir_drushrc(string $file, array $ours): string
{
    $options = [];
    if (is_readable($file)) {
        AegirScript::$doing = ['Failed', 'SettingsUnreadable', "$file cannot be read", 'Mend the file, or remove it.'];
        $options = (static function (string $file): array {
            $options = [];
            ob_start();
            include $file;
            ob_end_clean();
            return is_array($options) ? $options : [];
        })($file);
        AegirScript::$doing = null;
    }
    $text = "<?php\n# Written when the site was backed up.\n";
    foreach (array_merge($options, $ours) as $name => $value) {
        $text .= '$options[' . var_export((string) $name, true) . '] = ' . var_export($value, true) . ";\n";
    }
    foreach (array_keys($ours) as $name) {
        if (strpos($name, 'db_') === 0) {
            $text .= '$_SERVER[' . var_export($name, true) . '] = $options[' . var_export($name, true) . "];\n";
        }
    }
    return $text;
}

$folder = "{$input['site']['docroot']}/sites/{$input['site']['directory']}";
$read = aegir_load_settings($input['site']);
$info = $read['database'];
$plain = $input['credentials'];
$accounts = aegir_accounts($read['databases']);
$files = [];
foreach (glob("$folder/*.php") ?: [] as $file) {
    $name = basename($file);
    if (!preg_match('~^[A-Za-z0-9._-]+$~', $name) || !is_file($file) || !is_readable($file)) {
        continue;
    }
    $text = (string) file_get_contents($file);
    $packed = (string) preg_replace(AEGIR_GATE, '', $text, 1);
    if ($plain && $name === 'settings.php' && strpos($packed, '$_SERVER[\'db_name\']') !== false) {
        $packed = aegir_append_block($packed, "# BEGIN Aegir\n\$databases['default'] = " . var_export(['default' => $info], true) . ";\n# END Aegir\n");
    }
    if (!$plain) {
        $packed = aegir_without_accounts($packed, $accounts);
    }
    if ($packed !== $text || $name === 'settings.php') {
        $files[$name] = base64_encode($packed);
    }
}
$sqlite = ($info['driver'] ?? '') === 'sqlite';
$files['drushrc.php'] = base64_encode(aegir_drushrc("$folder/drushrc.php", [
    'db_type' => (string) ($info['driver'] ?? ''),
    'db_host' => (string) ($info['host'] ?? ''),
    'db_port' => (string) ($info['port'] ?? ''),
    'db_name' => (string) ($info['database'] ?? ''),
    'db_user' => $plain && !$sqlite ? (string) ($info['username'] ?? '') : '',
    'db_passwd' => $plain && !$sqlite ? (string) ($info['password'] ?? '') : '',
] + $input['options']));
AegirScript::answer(['files' => $files]);

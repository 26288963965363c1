<?php
// Carries a site's host names from one sites.php to another, and takes them out again. Drupal 8 and later look at sites/<name>
// only where the file exists at all.

$file = $input['docroot'] . '/sites/sites.php';
$mark = '// aegir ' . $input['mark'];

$lock = fopen(sys_get_temp_dir() . '/aegir-sites-php-' . sha1($file) . '.lock', 'c');
if ($lock === false || !flock($lock, LOCK_EX)) {
    AegirScript::fail('Unavailable', 'SitesPhpLocked', "$file cannot be locked.", 'Check that the temporary folder is writable.');
}
$text = is_file($file) ? (string) file_get_contents($file) : null;
$mode = $text === null ? 0644 : fileperms($file) & 07777;

if ($input['do'] === 'Remove') {
    if ($text !== null && strpos($text, $mark) !== false) {
        $kept = preg_grep('~' . preg_quote($mark, '~') . '$~', explode("\n", $text), PREG_GREP_INVERT);
        aegir_write_file($file, implode("\n", $kept), $mode);
    }
    AegirScript::answer(['names' => 0]);
}

$names = [];
$from = $input['from'] . '/sites/sites.php';
if (is_file($from)) {
    AegirScript::$doing = ['Failed', 'SitesPhpUnreadable', "$from cannot be read", 'Mend the file.'];
    $names = (static function (string $from): array {
        $sites = [];
        ob_start();
        include $from;
        ob_end_clean();
        return is_array($sites) ? $sites : [];
    })($from);
    AegirScript::$doing = null;
}
$names = array_keys(array_filter($names, static function ($directory) use ($input) {
    return $directory === $input['directory'];
}));

$lines = '';
foreach ($names as $name) {
    if (strpos((string) $text, $mark) === false) {
        $lines .= '$sites[' . var_export((string) $name, true) . '] = ' . var_export($input['directory'], true) . "; $mark\n";
    }
}
if ($text === null || $lines !== '') {
    $before = $text === null ? "<?php\n" : rtrim($text, "\n") . "\n";
    if (strpos($before, '?>') !== false) {
        AegirScript::fail('Refused', 'SitesPhpClosed', "$file ends PHP with a closing tag, so no line can be added.", 'Remove the closing tag.');
    }
    aegir_write_file($file, $before . $lines, $mode);
}
AegirScript::answer(['names' => count($names)]);

<?php
// Reads and writes further names of sites in sites.php, and takes them out again. Drupal 8 and later look at sites/<name>
// only where the file exists at all.

/** Takes lines out of the file. */
function aegir_remove_lines(string $file, ?string $text, string $pattern, int $mode): void
{
    $kept = $text === null ? [] : preg_grep($pattern, explode("\n", $text), PREG_GREP_INVERT);
    if ($text !== null && implode("\n", $kept) !== $text) {
        aegir_write_file($file, implode("\n", $kept), $mode);
    }
}

/** The file's table, as PHP has it. */
function aegir_read_sites(string $file): array
{
    if (!is_file($file)) {
        return [];
    }
    AegirScript::$doing = ['Failed', 'SitesPhpUnreadable', "$file cannot be read", 'Mend the file.'];
    $names = (static function (string $file): array {
        $sites = [];
        ob_start();
        include $file;
        ob_end_clean();
        return is_array($sites) ? $sites : [];
    })($file);
    AegirScript::$doing = null;
    return $names;
}

$file = $input['docroot'] . '/sites/sites.php';
if ($input['do'] === 'Names') {
    $names = array_keys(array_filter(aegir_read_sites($file), static function ($directory) use ($input) {
        return $directory === $input['directory'];
    }));
    AegirScript::answer(['names' => array_map('strval', $names)]);
}

$lock = fopen(sys_get_temp_dir() . '/aegir-sites-php-' . sha1($file) . '.lock', 'c');
if ($lock === false || !flock($lock, LOCK_EX)) {
    AegirScript::fail('Unavailable', 'SitesPhpLocked', "$file cannot be locked.", 'Check that the temporary folder is writable.');
}
$text = is_file($file) ? (string) file_get_contents($file) : null;
$mode = $text === null ? 0644 : fileperms($file) & 07777;
$mark = '// aegir ' . ($input['mark'] ?? '');
switch ($input['do']) {
    case 'Remove':
        aegir_remove_lines($file, $text, '~' . preg_quote($mark, '~') . '$~', $mode);
        AegirScript::answer(['names' => []]);
        // no break: answer() ends the script
    case 'Forget':
        aegir_remove_lines($file, $text, '~^\$sites\[.*\] = ' . preg_quote(var_export($input['directory'], true), '~') . '; // aegir ~', $mode);
        AegirScript::answer(['names' => []]);
        // no break
}

$lines = '';
foreach ($input['names'] as $name) {
    // The last line counts for a name that is there already.
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
AegirScript::answer(['names' => $input['names']]);

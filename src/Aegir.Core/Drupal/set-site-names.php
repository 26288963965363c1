<?php
// Makes a site answer to its names: lines of ours in sites.php, and the hosts that its settings trust. Writes nothing where nothing changes.

/** The text of sites.php with our lines for a folder made those of the names; lines that others wrote stay. */
function aegir_names_in_sites(string $file, ?string $text, string $directory, array $names): string
{
    $folder = var_export($directory, true);
    $ours = '~^\$sites\[\'.*\'\] = ' . preg_quote($folder, '~') . '; // aegir \S+$~';
    $kept = trim((string) $text) === '' ? '<?php' : rtrim(implode("\n", preg_grep($ours, explode("\n", $text), PREG_GREP_INVERT)), "\n");
    $lines = '';
    foreach ($names as $name) {
        if (strpos($name, '*.') === 0) {
            // Drupal looks for the domain below as well, which may be a site of its own.
            $name = substr($name, 2);
            if (in_array($name, $names, true) || is_file(dirname($file) . "/$name/settings.php")) {
                continue;
            }
        }
        $line = '$sites[' . var_export($name, true) . "] = $folder;";
        // The folder that is called like a name is found by it.
        if ($name !== $directory && strpos("\n$kept\n", "\n$line") === false) {
            $lines .= "$line // aegir site\n";
        }
    }
    if ($lines !== '' && strpos($kept, '?>') !== false) {
        AegirScript::fail('Refused', 'SitesPhpClosed', "$file ends PHP with a closing tag, so no line can be added.", 'Remove the closing tag.');
    }
    return "$kept\n$lines";
}

/** @param bool $make where Drupal needs the file to look below sites/ at all, whether there is a name in it or not. */
function aegir_set_sites(string $docroot, string $directory, array $names, bool $make): bool
{
    $file = "$docroot/sites/sites.php";
    $lock = fopen(sys_get_temp_dir() . '/aegir-sites-php-' . sha1($file) . '.lock', 'c');
    if ($lock === false || !flock($lock, LOCK_EX)) {
        AegirScript::fail('Unavailable', 'SitesPhpLocked', "$file cannot be locked.", 'Check that the temporary folder is writable.');
    }
    $text = is_file($file) ? (string) file_get_contents($file) : null;
    $wanted = aegir_names_in_sites($file, $text, $directory, $names);
    $isSame = $text === null ? !$make && strpos($wanted, '$sites') === false : rtrim($text) === rtrim($wanted);
    if (!$isSame && !$make && trim($wanted) === '<?php') {
        @unlink($file);
    } elseif (!$isSame) {
        aegir_write_file($file, $wanted, $text === null ? 0644 : fileperms($file) & 07777);
    }
    fclose($lock);
    return !$isSame;
}

/** @param string[] $names the hosts that are trusted from now on */
function aegir_set_trusted(string $file, array $names): bool
{
    $text = is_file($file) ? (string) file_get_contents($file) : '';
    // Settings that trust every host are left to do so.
    if (strpos($text, 'trusted_host_patterns') === false || !preg_match('~^\s*\$settings\[.trusted_host_patterns.\]~m', $text)) {
        return false;
    }
    $block = aegir_names_block($names);
    $wanted = (string) preg_replace_callback(AEGIR_BLOCK, static function (array $found): string {
        // What a move wrote of the names of its day.
        return (string) preg_replace('~^\$settings\[\'trusted_host_patterns\'\]\[\] = .*;\n~m', '', $found[0]);
    }, $text);
    $wanted = preg_match(AEGIR_NAMES_BLOCK, $wanted) === 1
        ? (string) preg_replace_callback(AEGIR_NAMES_BLOCK, static function () use ($block): string { return $block; }, $wanted, 1)
        : aegir_append_block($wanted, $block);
    if ($wanted === $text) {
        return false;
    }
    $mode = fileperms($file) & 07777;
    aegir_write_file($file, $wanted, $mode);
    return true;
}

$site = $input['site'];
$make = $site['major'] >= 8 && ($site['directory'] !== 'default' || is_file($site['docroot'] . '/sites/sites.php'));
$changed = aegir_set_sites($site['docroot'], $site['directory'], $input['names'], $make && ($input['names'] !== [] || is_file($site['docroot'] . '/sites/sites.php')));
if ($site['major'] >= 8 && $input['names'] !== []) {
    $changed = aegir_set_trusted("{$site['docroot']}/sites/{$site['directory']}/settings.php", $input['names']) || $changed;
}
AegirScript::answer(['changed' => $changed]);

<?php
// The names that a site of Drupal 8 and later answers to, in a block of settings.php that can be written anew.

const AEGIR_NAMES_BLOCK = '~^# BEGIN Aegir names\n.*?^# END Aegir names\n?~ms';

/** @param string[] $names may start with "*." */
function aegir_names_block(array $names): string
{
    $patterns = array_map(static function (string $name): string {
        return strpos($name, '*.') === 0 ? '^.+' . preg_quote(substr($name, 1)) . '$' : '^' . preg_quote($name) . '$';
    }, array_merge($names, ['localhost']));
    $lines = "# BEGIN Aegir names\n";
    foreach ($patterns as $pattern) {
        $lines .= '$settings[\'trusted_host_patterns\'][] = ' . var_export($pattern, true) . ";\n";
    }
    return $lines . "# END Aegir names\n";
}

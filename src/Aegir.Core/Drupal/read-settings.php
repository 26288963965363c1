<?php
// Tells what of a site's settings has to stay the same wherever the site goes: for the script that writes them there, and nobody else.
$read = aegir_load_settings($input);
$info = $read['database'];
if ($info === [] && empty($input['mayLackDatabase'])) {
    AegirScript::fail('Failed', 'SettingsUnreadable', "The settings of {$input['site']} name no database.",
        'Check that $databases is set when PHP runs on the command line.');
}
// What is no plain value cannot be written down; Drupal has none there.
array_walk_recursive($info, static function (&$value) {
    $value = is_scalar($value) || $value === null ? $value : null;
});
if (isset($info['password'])) {
    $info['password'] = '';
}
AegirScript::answer(['data' => base64_encode(serialize([
    'info' => $info,
    'salt' => aegir_salt($read, $input['major']),
    'sync' => array_filter([
        '$settings[\'config_sync_directory\']' => $read['settings']['config_sync_directory'] ?? null,
        '$config_directories[\'sync\']' => $read['configDirectories']['sync'] ?? null,
    ], 'is_string'),
    'trusts' => !empty($read['settings']['trusted_host_patterns']),
]))]);

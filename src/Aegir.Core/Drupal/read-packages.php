<?php
// What a site's database says of the site: its packages, name and mode.

function aegir_read_drupal8(AegirDatabase $database): array
{
    $config = [];
    foreach ($database->rows("SELECT name, data FROM {config} WHERE collection = '' AND name IN ('core.extension', 'system.site')") as $row) {
        $config[$row['name']] = aegir_unserialize($row['data']);
    }
    $schema = [];
    $state = null;
    foreach ($database->rows("SELECT collection, name, value FROM {key_value} WHERE collection = 'system.schema'"
        . " OR (collection = 'state' AND name = 'system.maintenance_mode')") as $row) {
        if ($row['collection'] === 'state') {
            $state = aegir_unserialize($row['value']);
        } else {
            $schema[$row['name']] = max(0, (int) aegir_unserialize($row['value']));
        }
    }
    $extension = $config['core.extension'] ?? [];
    $profile = $extension['profile'] ?? null;
    $packages = [];
    foreach (['Module' => $extension['module'] ?? [], 'Theme' => $extension['theme'] ?? []] as $type => $weights) {
        foreach (array_keys($weights) as $name) {
            $packages[] = ['type' => $name === $profile ? 'Profile' : $type, 'name' => (string) $name, 'enabled' => true,
                'schema' => $schema[$name] ?? 0];
        }
    }
    return ['packages' => $packages, 'profile' => $profile ?: null, 'title' => $config['system.site']['name'] ?? null,
        'maintenance' => (bool) $state, 'variables' => []];
}

function aegir_read_drupal7(AegirDatabase $database): array
{
    $variables = [];
    foreach ($database->rows("SELECT name, value FROM {variable} WHERE name IN"
        . " ('install_profile', 'site_name', 'maintenance_mode', 'file_public_path', 'file_private_path')") as $row) {
        $variables[$row['name']] = aegir_unserialize($row['value']);
    }
    $profile = $variables['install_profile'] ?? null;
    $packages = [];
    // A module that was only ever found on disk has neither status nor schema.
    foreach ($database->rows("SELECT name, type, status, schema_version, info FROM {system}"
        . " WHERE status = 1 OR (type = 'module' AND schema_version >= 0)") as $row) {
        $info = aegir_unserialize($row['info']);
        $packages[] = [
            'type' => $row['name'] === $profile || $row['type'] === 'profile' ? 'Profile' : ($row['type'] === 'theme' ? 'Theme' : 'Module'),
            'name' => $row['name'], 'enabled' => (bool) $row['status'],
            'version' => is_array($info) && isset($info['version']) ? (string) $info['version'] : null,
            'schema' => max(0, (int) $row['schema_version']),
        ];
    }
    return ['packages' => $packages, 'profile' => $profile, 'title' => $variables['site_name'] ?? null,
        'maintenance' => !empty($variables['maintenance_mode']), 'variables' => $variables];
}

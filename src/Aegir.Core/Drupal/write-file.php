<?php
// Replaces a file in one step, so that no request ever meets half of it.

/**
 * @param bool $followLink replace the file that a link leads to, and not the link.
 * @param string|null $group the group of the file; null for that of before, or ours.
 */
function aegir_write_file(
    string $path, string $text, int $mode, ?int $time = null, bool $keepOwner = true, bool $followLink = true, ?string $group = null
): void {
    $path = $followLink ? (realpath($path) ?: $path) : $path;
    $folder = dirname($path);
    $before = fileperms($folder) & 07777;
    // Drupal takes the right to write from the site's folder.
    if (($before & 0200) === 0) {
        @chmod($folder, $before | 0200);
    }
    foreach (glob("$folder/.aegir-*") ?: [] as $left) {
        // A write that was killed.
        if (time() - (int) @filemtime($left) > 60) {
            @unlink($left);
        }
    }
    $umask = umask(077);
    // The name tells the task, so that what a killed one left can be found.
    $task = substr(hash('sha256', (string) getenv('AEGIR_TASK_MARK')), 0, 16);
    $problem = aegir_replace($path, "$folder/.aegir-$task-" . bin2hex(random_bytes(8)), $text, $mode, $time, $keepOwner, $group);
    umask($umask);
    if (($before & 0200) === 0) {
        @chmod($folder, $before);
    }
    if ($problem !== null) {
        AegirScript::fail('Unavailable', 'SettingsNotWritable', "$path cannot be written: $problem.",
            "Run as the file's owner, who must be in its group, or as the administrator.");
    }
}

function aegir_replace(
    string $path, string $temporary, string $text, int $mode, ?int $time, bool $keepOwner, ?string $group
): ?string {
    clearstatcache();
    $old = is_file($path) ? stat($path) : null;
    try {
        $handle = @fopen($temporary, 'xb');
        if ($handle === false) {
            return 'no new file can be made in its folder';
        }
        $whole = fwrite($handle, $text) === strlen($text) && fflush($handle) && aegir_sync($handle);
        if (!fclose($handle) || !$whole) {
            return 'the disk took only a part of it';
        }
        $mine = stat($temporary);
        if ($group !== null && !@chgrp($temporary, $group)) {
            return "it cannot be given to the group $group";
        }
        if ($group === null && $old !== null && $mine['gid'] !== $old['gid'] && !@chgrp($temporary, $old['gid']) && $keepOwner) {
            return 'its group cannot be kept';
        }
        if ($old !== null && $mine['uid'] !== $old['uid'] && !@chown($temporary, $old['uid']) && $keepOwner) {
            return 'its owner cannot be kept';
        }
        if (!chmod($temporary, $mode) || ($time !== null && !touch($temporary, $time)) || !@rename($temporary, $path)) {
            return error_get_last()['message'] ?? 'the new file cannot take its place';
        }
        return null;
    } finally {
        @unlink($temporary);
    }
}

/** @param resource $handle */
function aegir_sync($handle): bool
{
    return !function_exists('fsync') || fsync($handle);
}

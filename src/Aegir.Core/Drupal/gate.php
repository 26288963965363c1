<?php
// Closes a site while a task works on it, and opens it again. The gate is a block at the very start of settings.php: every way into
// Drupal, through a web server, drush or cron, reads that file before it opens the database.

/** Where the block goes: behind the first opening tag and what must come first in a PHP file. */
function aegir_gate_offset(string $text): ?int
{
    $at = 0;
    $offset = null;
    $inStatement = false;
    foreach (token_get_all($text) as $token) {
        $kind = is_array($token) ? $token[0] : $token;
        $at += strlen(is_array($token) ? $token[1] : $token);
        if ($offset === null) {
            $offset = $kind === T_OPEN_TAG ? $at - strlen($token[1]) + strlen(rtrim($token[1])) : null;
        } elseif ($inStatement) {
            if ($kind === ';' || $kind === '{') {
                $offset = $at;
                $inStatement = false;
            }
        } elseif ($kind === T_DECLARE || $kind === T_NAMESPACE) {
            $inStatement = true;
        } elseif (!in_array($kind, [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT], true)) {
            break;
        }
    }
    return $offset;
}

/** @param string $open the SHA-256 of the file without the block */
function aegir_gate_block(string $hash, int $time, string $open): string
{
    $page = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex"><title>Back in a moment</title>'
        . '<style>body{font:1.2em/1.5 sans-serif;margin:20vh auto;max-width:30em;padding:0 1em;color:#333}</style></head>'
        . '<body><h1>Back in a moment</h1><p>This site is being updated. Please try again in a minute.</p></body></html>';
    return <<<BLOCK

/* BEGIN Aegir gate $hash $time
   A task of Aegir works on this site: nothing else may read or write its database. The task takes this block out again. */
\\call_user_func(function () {
    // An opcode cache may run this for some seconds after it was taken out; another file in its place names another database.
    if (@\\hash_file('sha256', __FILE__) === '$open') {
        \\function_exists('opcache_invalidate') && @\\opcache_invalidate(__FILE__, true);
        return;
    }
    \$may = function (\$token) {
        return \\is_string(\$token) && \\hash_equals('$hash', \\hash('sha256', \$token));
    };
    if (\$may(isset(\$_SERVER['HTTP_X_AEGIR_TASK']) ? \$_SERVER['HTTP_X_AEGIR_TASK'] : null)
        || (\\PHP_SAPI !== 'cli-server' && \$may(\\getenv('AEGIR_TASK')))) {
        // Whoever looks learns by which settings it was answered.
        \\headers_sent() || \\header('X-Aegir-Gate: $open');
        return;
    }
    if (\\PHP_SAPI === 'cli' || \\PHP_SAPI === 'phpdbg') {
        \\file_put_contents('php://stderr', "This site is closed while a task of Aegir works on it; try again in a minute.\\n");
        exit(75);
    }
    \\header('HTTP/1.1 503 Service Unavailable', true, 503);
    \\header('Retry-After: 60');
    \\header('Cache-Control: no-store');
    \\header('X-Aegir-Gate: closed');
    \\header('Content-Type: text/html; charset=utf-8');
    echo '$page';
    exit;
});
/* END Aegir gate */
BLOCK;
}

$file = $input['docroot'] . '/sites/' . $input['directory'] . '/settings.php';
$text = is_file($file) ? @file_get_contents($file) : false;
if ($text === false) {
    AegirScript::fail('Unavailable', 'SettingsUnreadable', "$file " . (file_exists($file) ? 'may not be read.' : 'does not exist.'),
        'Mend the file, or run as a user who may read it.');
}
// That of no token.
$sealed = str_repeat('0', 64);
$hash = !empty($input['seal']) ? $sealed : (isset($input['token']) ? hash('sha256', $input['token']) : null);
$closed = preg_match(AEGIR_GATE, $text, $found) === 1;
$state = !$closed ? 'Open' : ($found[1] === $sealed ? 'Sealed' : ($hash !== null && hash_equals($found[1], $hash) ? 'Closed' : 'ClosedByAnother'));
$stat = stat($file);
switch ($input['do']) {
    case 'Close':
        if (in_array($state, ['ClosedByAnother', 'Sealed'], true) && empty($input['replace'])) {
            AegirScript::fail('Busy', 'SiteIsClosed', "$file is closed while another task works on its site.",
                'Wait for that task to end, or recover it where it was interrupted.');
        }
        $open = (string) preg_replace(AEGIR_GATE, '', $text, 1);
        $offset = aegir_gate_offset($open);
        if ($offset === null) {
            AegirScript::fail('Failed', 'SettingsUnreadable', "$file holds no PHP.", 'Mend the file.');
        }
        $former = $state === 'Open' ? $stat['mtime'] : (int) $found[2];
        $closed = substr($open, 0, $offset) . aegir_gate_block($hash, $former, hash('sha256', $open)) . substr($open, $offset);
        if ($closed !== $text) {
            // PHP's opcode cache only looks again at a file whose time changed, and it counts in seconds.
            aegir_write_file($file, $closed, $stat['mode'] & 07777, max(time(), $stat['mtime'] + 1));
        }
        AegirScript::answer(['state' => $hash === $sealed ? 'Sealed' : 'Closed']);
        // no break: answer() ends the script
    case 'Open':
        if ($state === 'Closed' || ($state !== 'Open' && $hash === null)) {
            aegir_write_file($file, (string) preg_replace(AEGIR_GATE, '', $text, 1), $stat['mode'] & 07777, (int) $found[2]);
            $state = 'Open';
        }
        AegirScript::answer(['state' => $state]);
        // no break
    default:
        AegirScript::answer(['state' => $state]);
}

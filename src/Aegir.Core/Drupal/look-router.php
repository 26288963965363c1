<?php
// Runs inside PHP's own server, which takes it for every request, and does what a web server's rewrite rules do for Drupal.
// Its first lines, written by look.php, define AEGIR_LOOK.
if ($_SERVER['REQUEST_URI'] === '/.aegir-look') {
    echo AEGIR_LOOK['proof'];
    exit;
}
// Any user of the machine can reach a port on loopback.
if (!hash_equals(AEGIR_LOOK['key'], (string) ($_SERVER['HTTP_X_AEGIR_LOOK'] ?? ''))) {
    http_response_code(403);
    exit;
}
unset($_SERVER['HTTP_X_AEGIR_LOOK']);
umask(0002);

if (!empty($_SERVER['HTTP_X_AEGIR_HTTPS'])) {
    $_SERVER['HTTPS'] = 'on';
    $_SERVER['SERVER_PORT'] = '443';
    $_SERVER['REQUEST_SCHEME'] = 'https';
}
$_SERVER['SCRIPT_NAME'] = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (!is_file(AEGIR_LOOK['docroot'] . $_SERVER['SCRIPT_NAME']) || preg_match('~(^|/)\.~', $_SERVER['SCRIPT_NAME'])) {
    $_SERVER['SCRIPT_NAME'] = '/index.php';
} elseif (substr($_SERVER['SCRIPT_NAME'], -4) !== '.php') {
    return false;
}
// Registered before Drupal's own, so that nothing ends PHP before it.
register_shutdown_function(static function () {
    $settings = preg_grep('~/sites/[^/]+/settings\.php$~', get_included_files());
    $error = error_get_last();
    $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
    file_put_contents(AEGIR_LOOK['notes'], json_encode([
        'settings' => array_values($settings),
        'expected' => in_array(AEGIR_LOOK['settings'], get_included_files(), true),
        'fatal' => $error && ($error['type'] & $fatal) ? $error['message'] : null,
    ], JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES), LOCK_EX);
});
$_SERVER['SCRIPT_FILENAME'] = AEGIR_LOOK['docroot'] . $_SERVER['SCRIPT_NAME'];
$_SERVER['PHP_SELF'] = $_SERVER['SCRIPT_NAME'];
$_SERVER['DOCUMENT_ROOT'] = AEGIR_LOOK['docroot'];
unset($_SERVER['PATH_INFO']);
chdir(dirname($_SERVER['SCRIPT_FILENAME']));
// In the global scope, where Drupal 7 keeps its variables.
require $_SERVER['SCRIPT_FILENAME'];

<?php
// Tells what is in force when PHP reads a site's settings anew: a file may return or be overruled before its last line.
$read = aegir_load_settings($input);
AegirScript::answer([
    'print' => aegir_settings_print($read['database'], aegir_salt($read, $input['major'])),
    'database' => (string) ($read['database']['database'] ?? ''),
]);

<?php
// Tells the password of a site's database, to whoever runs this and nobody else.
$read = aegir_load_settings($input);
AegirScript::answer(['password' => (string) ($read['database']['password'] ?? '')]);

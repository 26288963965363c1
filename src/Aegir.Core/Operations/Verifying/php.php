<?php
// Tells the version and the extensions.
echo json_encode(['version' => PHP_VERSION, 'extensions' => get_loaded_extensions()]), "\n";

<?php
// Looks at a site through the web server that visitors use.
$headers = ['Host' => $input['site']];
if (isset($input['token'])) {
    $headers['X-Aegir-Task'] = $input['token'];
}
$pages = [];
foreach ($input['paths'] as $path) {
    $pages[] = aegir_visit(rtrim($input['url'], '/'), $path, $input, $headers, static function (): array { return []; });
}
AegirScript::answer(['pages' => $pages, 'errors' => '']);

<?php
// Looks at a site through the web server that visitors use.
$headers = ['Host' => $input['site']];
if (isset($input['token'])) {
    $headers['X-Aegir-Task'] = $input['token'];
}
// An opcode cache may go on with what stood in this place before, gate or no gate: only the gate that is there now tells so.
$text = isset($input['token']) ? (string) @file_get_contents($input['settings']) : '';
$expected = preg_match(AEGIR_GATE, $text, $found) === 1 && hash_equals($found[1], hash('sha256', (string) ($input['token'] ?? '')))
    ? hash('sha256', (string) preg_replace(AEGIR_GATE, '', $text, 1)) : null;
$pages = [];
foreach ($input['paths'] as $path) {
    $page = aegir_visit(rtrim($input['url'], '/'), $path, $input, $headers, static function (): array { return []; });
    $pages[] = ['stale' => $expected !== null && $page['status'] > 0 && $page['passed'] !== $expected] + $page;
}
AegirScript::answer(['pages' => $pages, 'errors' => '']);

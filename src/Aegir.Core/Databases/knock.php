<?php
// Asks a database server to let in a user whom it cannot know; what it answers tells under which address it sees this machine.
$where = isset($input['unixSocket']) ? 'unix_socket=' . $input['unixSocket'] : "host={$input['host']};port={$input['port']}";
$dsn = $input['driver'] === 'mysql' ? "mysql:$where" : "pgsql:$where;dbname=postgres;connect_timeout=10";
$answer = ['driver' => extension_loaded('pdo_' . $input['driver']), 'letIn' => false, 'said' => ''];
if ($answer['driver']) {
    ini_set('mysqlnd.net_read_timeout', '10');
    try {
        new PDO($dsn, 'aegir_nobody', 'aegir_nobody', [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 10]);
        $answer['letIn'] = true;
    } catch (PDOException $error) {
        $answer['said'] = $error->getMessage();
    }
}
echo json_encode($answer, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE), "\n";

// Waits until the web server at $argv[1] answers with the stamp $argv[2]: then the configuration with that stamp is in force.
$options = ['header' => 'Host: configuration.aegir.invalid', 'timeout' => 2, 'ignore_errors' => true, 'follow_location' => 0];
$until = microtime(true) + 15;
do {
    $answer = (string) @file_get_contents($argv[1] . '/', false, stream_context_create(['http' => $options]));
    if (strpos($answer, $argv[2]) !== false) {
        // For a tenth of a second, processes of before take requests beside the new ones.
        usleep(250000);
        exit(0);
    }
    usleep(25000);
} while (microtime(true) < $until);
exit(1);

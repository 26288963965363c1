<?php
// Looks at a site through PHP's own server on loopback, so that nobody else sees it yet.

final class AegirServer
{
    public $url;
    public $notes;
    public $key;
    private $folder;
    private $process;
    private $pipes = [];

    public function __construct(string $docroot, string $directory, string $router)
    {
        $this->key = bin2hex(random_bytes(16));
        $look = ['key' => $this->key, 'proof' => bin2hex(random_bytes(16)), 'docroot' => $docroot,
            'settings' => realpath("$docroot/sites/$directory/settings.php") ?: ''];
        $said = '';
        for ($attempt = 0; $attempt < 3; $attempt++) {
            if ($this->start($look, $router)) {
                return;
            }
            $said = $this->errors();
            $this->stop();
        }
        AegirScript::fail('Unavailable', 'LookFailed', 'PHP\'s own server does not start: ' . trim($said), 'Run php -S 127.0.0.1:8888 there to see why.');
    }

    /** The end of what the server wrote to its log. */
    public function errors(): string
    {
        $lines = (array) @file("{$this->folder}/log", FILE_IGNORE_NEW_LINES);
        // What it says of itself and of connections is no news.
        $lines = preg_grep('~\] (127\.0\.0\.1:\d+ (Accepted|Closing|\[\d+\]:)|PHP \S+ Development Server)~', $lines, PREG_GREP_INVERT);
        return substr(implode("\n", array_slice($lines, -10)), -2000);
    }

    public function stop(): void
    {
        if ($this->process) {
            fclose($this->pipes[0]);
            proc_close($this->process);
            $this->process = null;
        }
    }

    private function start(array $look, string $router): bool
    {
        $this->folder = sys_get_temp_dir() . '/aegir-look-' . bin2hex(random_bytes(8));
        mkdir($this->folder, 0700);
        $this->notes = $this->folder . '/notes.json';
        $look['notes'] = $this->notes;
        file_put_contents("{$this->folder}/router.php", '<?php const AEGIR_LOOK = ' . var_export($look, true) . '; ?>' . $router);
        $probe = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($probe, false);
        fclose($probe);
        $this->url = "http://$address";
        // The shell waits on a pipe that only we hold: when we end, even by a signal, it ends the server and cleans up.
        $this->process = proc_open(
            ['sh', '-c', 'folder=$1; shift; "$@" </dev/null & server=$!; read -r line; kill -9 $server; wait $server; rm -rf -- "$folder"',
                'sh', $this->folder,
                PHP_BINARY, '-d', 'display_errors=0', '-d', 'log_errors=1', '-d', 'error_log=', '-d', 'html_errors=0',
                '-d', 'zend.exception_ignore_args=1', '-S', $address, '-t', $look['docroot'], "{$this->folder}/router.php"],
            [['pipe', 'r'], ['file', '/dev/null', 'a'], ['file', "{$this->folder}/log", 'a']], $this->pipes, $look['docroot']);
        for ($wait = 0; $wait < 500; $wait++) {
            usleep(10000);
            $stream = @fopen("{$this->url}/.aegir-look", 'rb', false, stream_context_create(['http' => ['timeout' => 2]]));
            if ($stream !== false) {
                return stream_get_contents($stream) === $look['proof'];
            }
            if (strpos((string) @file_get_contents("{$this->folder}/log"), 'Failed to listen') !== false) {
                return false;
            }
        }
        return false;
    }
}

$server = new AegirServer($input['docroot'], $input['directory'], $input['router']);
register_shutdown_function([$server, 'stop']);
$headers = ['Host' => $input['site'], 'X-Aegir-Look' => $server->key];
if (isset($input['token'])) {
    $headers['X-Aegir-Task'] = $input['token'];
}
$notes = static function () use ($server): array {
    // A file that the server hands out itself leaves no notes.
    $read = json_decode((string) @file_get_contents($server->notes), true);
    @unlink($server->notes);
    return is_array($read) ? ['settings' => $read['settings'], 'rightSite' => $read['expected'], 'fatal' => $read['fatal']] : [];
};
$pages = [];
foreach ($input['paths'] as $path) {
    $pages[] = aegir_visit($server->url, $path, $input, $headers, $notes);
}
$errors = $server->errors();
$server->stop();
AegirScript::answer(['pages' => $pages, 'errors' => $errors]);

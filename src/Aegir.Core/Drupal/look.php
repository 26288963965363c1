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

    public function __construct(string $docroot, string $directory)
    {
        $this->folder = sys_get_temp_dir() . '/aegir-look-' . bin2hex(random_bytes(8));
        mkdir($this->folder, 0700);
        $this->notes = $this->folder . '/notes.json';
        $this->key = bin2hex(random_bytes(16));
        $proof = bin2hex(random_bytes(16));
        $look = ['key' => $this->key, 'proof' => $proof, 'notes' => $this->notes, 'docroot' => $docroot,
            'settings' => realpath("$docroot/sites/$directory/settings.php") ?: ''];
        global $input;
        file_put_contents("{$this->folder}/router.php", '<?php const AEGIR_LOOK = ' . var_export($look, true) . '; ?>' . $input['router']);
        for ($attempt = 0; $attempt < 3; $attempt++) {
            if ($this->start($docroot, $proof)) {
                return;
            }
        }
        $said = $this->errors();
        $this->stop();
        AegirScript::fail('Unavailable', 'LookFailed', "PHP's own server does not start: " . trim($said), 'Run php -S 127.0.0.1:8888 there to see why.');
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
        array_map('unlink', glob("{$this->folder}/*") ?: []);
        @rmdir($this->folder);
    }

    private function start(string $docroot, string $proof): bool
    {
        $probe = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($probe, false);
        fclose($probe);
        $this->url = "http://$address";
        // The shell waits on a pipe that only we hold: when we end, even by a signal, the server ends.
        $this->process = proc_open(
            ['sh', '-c', '"$@" </dev/null & server=$!; read -r line; kill -9 $server; wait $server', 'sh',
                PHP_BINARY, '-d', 'display_errors=0', '-d', 'log_errors=1', '-d', 'error_log=', '-d', 'html_errors=0',
                '-d', 'zend.exception_ignore_args=1', '-S', $address, '-t', $docroot, "{$this->folder}/router.php"],
            [['pipe', 'r'], ['file', '/dev/null', 'a'], ['file', "{$this->folder}/log", 'a']], $this->pipes, $docroot);
        for ($wait = 0; $wait < 500; $wait++) {
            usleep(10000);
            $stream = @fopen("{$this->url}/.aegir-look", 'rb', false, stream_context_create(['http' => ['timeout' => 2]]));
            if ($stream !== false) {
                if (stream_get_contents($stream) === $proof) {
                    return true;
                }
                break;
            }
            if (strpos((string) @file_get_contents("{$this->folder}/log"), 'Failed to listen') !== false) {
                break;
            }
        }
        fclose($this->pipes[0]);
        proc_close($this->process);
        $this->process = null;
        return false;
    }
}

$server = new AegirServer($input['docroot'], $input['directory']);
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

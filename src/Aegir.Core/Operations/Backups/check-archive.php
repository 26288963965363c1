<?php
// Reads the list of what a tar archive holds, without unpacking it, and says what must not be unpacked: $input path, compression.
ini_set('zend.exception_ignore_args', '1');

final class AegirArchive
{
    public $entries = 0;
    public $size = 0;
    public $names = [];
    public $problem = null;
    public $options = [];
    private $stream;

    public function __construct($stream)
    {
        $this->stream = $stream;
    }

    public function read(): void
    {
        $long = [];
        while ($this->problem === null && ($header = $this->take(512)) !== '' && trim($header, "\0") !== '') {
            $size = $this->number(substr($header, 124, 12));
            $type = $header[156] ?? '';
            if (strlen($header) < 512 || $size === null || !$this->isSummed($header)) {
                $this->problem = 'it is no tar archive, or damaged';
            } elseif (in_array($type, ['L', 'K', 'x', 'g'], true) && $size > 1 << 20) {
                $this->problem = 'it holds a name of more than a megabyte';
            } elseif (in_array($type, ['L', 'K', 'x', 'g'], true)) {
                $long = $this->extension($type, $this->body($size)) + ($type === 'g' ? [] : $long);
            } else {
                $prefix = substr($header, 257, 6) === "ustar\0" ? rtrim(substr($header, 345, 155), "\0") : '';
                $name = $long['path'] ?? ($prefix === '' ? '' : "$prefix/") . rtrim(substr($header, 0, 100), "\0");
                $this->entry($name, $long['linkpath'] ?? rtrim(substr($header, 157, 100), "\0"), $type, (int) ($long['size'] ?? $size));
                $long = [];
            }
        }
    }

    private function entry(string $name, string $link, string $type, int $size): void
    {
        $this->entries++;
        $clean = preg_replace('~^(\./)+~', '', $name);
        $isLink = $type === '1' || $type === '2';
        if (strlen($name) > 4096 || strlen($link) > 4096) {
            $this->problem = 'it holds a name that is longer than any can be';
        } elseif ($name === '' || $name[0] === '/' || preg_match('~(^|/)\.\.(/|$)~', $name) || preg_match('~[\0\n]~', $name)) {
            $this->problem = "it holds '$name', which leads out of it";
        } elseif (!in_array($type, ['0', "\0", '1', '2', '5', '7'], true)) {
            $this->problem = "it holds '$name', which is neither a file, a folder nor a link";
        } elseif ($isLink && !$this->staysInside($type === '2' ? dirname($clean) : '.', $link)) {
            $this->problem = "its link '$name' leads out of it, to '$link'";
        } elseif ($this->isBelowLink($clean)) {
            $this->problem = "it holds '$name' below a link";
        }
        // Configuration is in every backup; alone, it does not make private a folder of uploads.
        $top = preg_match('~^private(/|/config(/.*)?)?$~', $clean) ? 'private/config' : explode('/', $clean)[0];
        if ($type === '2') {
            $this->names[$clean] = 'link';
        } elseif (strpos(rtrim($clean, '/'), '/') === false || !isset($this->names[$top])) {
            $this->names[$top] = 'here';
        }
        $this->size += $isLink ? 0 : $size;
        $body = $isLink ? '' : ($clean === 'drushrc.php' && $size < 100000 ? $this->body($size) : $this->skip($size));
        if (is_string($body)) {
            $this->readOptions($body);
        }
    }

    /** What drushrc.php says of the site: plain strings, and lists of them as the original writes its aliases. Nothing of it is run. */
    private function readOptions(string $code): void
    {
        preg_match_all('~\$options\[\'(\w+)\'\]\s*=\s*(\'(?:[^\'\\\\]|\\\\.)*\'|array\s*\((?:[^\'()]|\'(?:[^\'\\\\]|\\\\.)*\')*\))\s*;~s', $code, $found, PREG_SET_ORDER);
        foreach ($found as $option) {
            if (in_array($option[1], ['uri', 'platform', 'directory', 'db_type', 'language', 'client_name', 'aliases', 'redirection'], true)) {
                preg_match_all('~\'((?:[^\'\\\\]|\\\\.)*)\'(?!\s*=>)~s', $option[2], $strings);
                $this->options[$option[1]] = implode(',', array_map('stripslashes', $strings[1]));
            }
        }
    }

    private function staysInside(string $folder, string $link): bool
    {
        if ($link === '' || $link[0] === '/') {
            return false;
        }
        $depth = 0;
        foreach (explode('/', "$folder/$link") as $part) {
            $depth += $part === '..' ? -1 : ($part === '' || $part === '.' ? 0 : 1);
            if ($depth < 0) {
                return false;
            }
        }
        return true;
    }

    private function isBelowLink(string $name): bool
    {
        $folder = '';
        foreach (array_slice(explode('/', rtrim($name, '/')), 0, -1) as $part) {
            $folder .= ($folder === '' ? '' : '/') . $part;
            if (($this->names[$folder] ?? '') === 'link') {
                return true;
            }
        }
        return false;
    }

    private function extension(string $type, string $body): array
    {
        if ($type === 'L' || $type === 'K') {
            return [$type === 'L' ? 'path' : 'linkpath' => rtrim($body, "\0")];
        }
        $found = [];
        for ($at = 0; preg_match('~\G(\d{1,7}) ([^=]+)=~', $body, $line, 0, $at); $at += $length) {
            $length = (int) $line[1];
            if ($length <= strlen($line[0])) {
                $this->problem = 'it is no tar archive, or damaged';
                break;
            }
            $found[$line[2]] = substr($body, $at + strlen($line[0]), $length - strlen($line[0]) - 1);
        }
        return array_intersect_key($found, ['path' => 1, 'linkpath' => 1, 'size' => 1]);
    }

    private function number(string $field): ?int
    {
        if ((ord($field[0] ?? '') & 0x80) !== 0) {
            $number = 0;
            foreach (str_split(substr($field, 4)) as $byte) {
                $number = $number * 256 + ord($byte);
            }
            // More than PHP can count is no size of anything.
            return is_int($number) ? $number : null;
        }
        $digits = trim($field, " \0");
        return preg_match('~^[0-7]*$~', $digits) ? (int) octdec($digits === '' ? '0' : $digits) : null;
    }

    private function isSummed(string $header): bool
    {
        $sum = array_sum(array_map('ord', str_split(substr_replace($header, str_repeat(' ', 8), 148, 8))));
        return $sum === $this->number(substr($header, 148, 8));
    }

    private function body(int $size): string
    {
        $body = $this->take($size);
        $this->take((512 - $size % 512) % 512);
        return $body;
    }

    private function skip(int $size)
    {
        $left = $size + (512 - $size % 512) % 512;
        while ($left > 0 && ($piece = $this->take(min($left, 1 << 20))) !== '') {
            $left -= strlen($piece);
        }
        if ($left > 0) {
            $this->problem = 'it is cut off';
        }
        return null;
    }

    private function take(int $length): string
    {
        $text = '';
        while (strlen($text) < $length && !feof($this->stream)) {
            $text .= (string) fread($this->stream, $length - strlen($text));
        }
        return $text;
    }
}

$path = $input['path'];
if (!is_file($path) || !is_readable($path)) {
    echo json_encode(['problem' => file_exists($path) ? 'it may not be read' : 'it does not exist']), "\n";
    exit;
}
$program = ['gzip' => ['gzip', '-dc'], 'bzip2' => ['bzip2', '-dc'], 'none' => ['cat']][strtolower($input['compression'])];
$process = proc_open(array_merge($program, ['--', $path]), [['file', '/dev/null', 'r'], ['pipe', 'w'], ['file', '/dev/null', 'w']], $pipes);
$archive = new AegirArchive($pipes[1]);
$archive->read();
while (!feof($pipes[1]) && $archive->problem === null) {
    fread($pipes[1], 1 << 16);
}
fclose($pipes[1]);
$exit = proc_close($process);
if ($archive->problem === null && $exit !== 0) {
    $archive->problem = 'it is damaged: ' . $program[0] . " ends with exit code $exit";
}
echo json_encode([
    'problem' => $archive->problem, 'size' => $archive->size, 'names' => array_map('strval', array_keys($archive->names)),
    'options' => (object) $archive->options,
], JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES), "\n";

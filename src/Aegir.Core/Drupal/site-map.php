<?php
// Follows a site from its old name and folder to the new ones, in text of any kind.

final class AegirMap
{
    private $pattern = null;
    private $to = [];
    private $hosts;

    /** @param array $map directories, hosts and folders, each old => new; a folder is an absolute path. */
    public function __construct(array $map)
    {
        $slash = '(?:\\\\*/|%2F)';
        $end = '(?![A-Za-z0-9_-]|\.[A-Za-z0-9])';
        $this->hosts = array_filter($map['hosts'] ?? [], static function ($to, $from) { return $to !== $from; }, ARRAY_FILTER_USE_BOTH);
        $kinds = ['f' => $map['folders'] ?? [], 'd' => $map['directories'] ?? [], 'h' => $this->hosts];
        $parts = [];
        foreach ($kinds as $kind => $pairs) {
            foreach ($pairs as $from => $to) {
                if ((string) $from !== $to) {
                    $this->to[$kind . strtolower((string) $from)] = $to;
                    $parts[$kind][] = preg_quote((string) $from, '~');
                }
            }
            // The longest first: one name may begin with another.
            if (isset($parts[$kind])) {
                usort($parts[$kind], static function ($one, $other) { return strlen($other) - strlen($one); });
                $parts[$kind] = '(?<' . $kind . '>' . implode('|', $parts[$kind]) . ')' . $end;
            }
        }
        $start = ['f' => '(?<![A-Za-z0-9_.-])', 'd' => "(?<before>(?:(?<=%2F)|(?<![A-Za-z0-9_.-]))sites$slash)", 'h' => "(?<slashes>$slash$slash)"];
        foreach ($parts as $kind => $part) {
            $parts[$kind] = $start[$kind] . $part;
        }
        if ($parts !== []) {
            $this->pattern = '~' . implode('|', $parts) . '~i';
        }
    }

    public function isEmpty(): bool
    {
        return $this->pattern === null;
    }

    /** Text with its links and paths to the old folder leading to the new one. Slashes may be escaped as in JSON or in a query. */
    public function text(string $text): string
    {
        if ($this->pattern === null) {
            return $text;
        }
        $mapped = preg_replace_callback($this->pattern, function (array $found): string {
            foreach (['f' => '', 'd' => 'before', 'h' => 'slashes'] as $kind => $before) {
                if (($found[$kind] ?? '') !== '') {
                    return ($before === '' ? '' : $found[$before]) . $this->to[$kind . strtolower($found[$kind])];
                }
            }
            return $found[0];
        }, $text);
        if ($mapped === null) {
            throw new RuntimeException('a text cannot be searched: ' . preg_last_error());
        }
        return $mapped;
    }

    /** A setting; one that is nothing but a name of the site follows too, as in a cookie's domain. */
    public function setting(string $value): string
    {
        $dot = strpos($value, '.') === 0 ? '.' : '';
        $host = $this->hosts[strtolower(substr($value, strlen($dot)))] ?? null;
        return $host === null ? $this->text($value) : $dot . $host;
    }

    /** PHP code with its strings mapped; comments stay. */
    public function code(string $code): string
    {
        return implode('', array_map(function ($token) {
            if (!is_array($token)) {
                return $token;
            }
            if ($token[0] === T_CONSTANT_ENCAPSED_STRING) {
                $quote = $token[1][0];
                return $quote . $this->setting(substr($token[1], 1, -1)) . $quote;
            }
            return $token[0] === T_ENCAPSED_AND_WHITESPACE ? $this->text($token[1]) : $token[1];
        }, token_get_all($code)));
    }
}

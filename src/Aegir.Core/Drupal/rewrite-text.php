<?php
// Follows a site to its new name in one value of its database, and leaves what PHP serialized whole: it knows the length of every string.

final class AegirText
{
    private $map;

    public function __construct(AegirMap $map)
    {
        $this->map = $map;
    }

    /** The value with its links mapped; null where they cannot be without harm. */
    public function value(string $value): ?string
    {
        if (preg_match('~^(?:N;|[bid]:[^;]*;|[saOCES]:\d+:)~', $value)) {
            $at = 0;
            $serialized = $this->serialized($value, $at);
            if ($serialized !== null && $at === strlen($value)) {
                return $serialized;
            }
            // It only looks like it, or is cut off.
            return $this->map->text($value) === $value ? $value : null;
        }
        $mapped = $this->map->text($value);
        // Something serialized in the middle of other text.
        return $mapped !== $value && preg_match('~\bs:\d+:\\\\*"~', $value) ? null : $mapped;
    }

    /** One serialized value from an offset on, mapped; null where it is none. */
    private function serialized(string $text, int &$at): ?string
    {
        if (preg_match('~\G(?:N;|[bidrR]:[^;]*;)~', $text, $found, 0, $at)) {
            $at += strlen($found[0]);
            return $found[0];
        }
        if (!preg_match('~\G([saOCE]):(\d+):~', $text, $found, 0, $at)) {
            return null;
        }
        $at += strlen($found[0]);
        $length = (int) $found[2];
        switch ($found[1]) {
            case 's':
                $string = $this->quoted($text, $at, $length);
                if ($string === null || ($text[$at] ?? '') !== ';') {
                    return null;
                }
                $at++;
                $mapped = $this->value($string) ?? $string;
                return 's:' . strlen($mapped) . ":\"$mapped\";";
            case 'E':
                $name = $this->quoted($text, $at, $length);
                $isEnd = ($text[$at++] ?? '') === ';';
                return $name === null || !$isEnd ? null : "E:$length:\"$name\";";
            case 'a':
                $body = $this->pairs($text, $at, $length);
                return $body === null ? null : "a:$length:$body";
            default:
                return $this->object($found[1], $text, $at, $length);
        }
    }

    private function object(string $kind, string $text, int &$at, int $length): ?string
    {
        $class = $this->quoted($text, $at, $length);
        if ($class === null || !preg_match('~\G:(\d+):~', $text, $found, 0, $at)) {
            return null;
        }
        $at += strlen($found[0]);
        if ($kind === 'O') {
            $body = $this->pairs($text, $at, (int) $found[1]);
            return $body === null ? null : "O:$length:\"$class\":{$found[1]}:$body";
        }
        // What a class wrote in a way of its own stays as it is.
        $size = (int) $found[1];
        $body = substr($text, $at, $size + 2);
        $at += $size + 2;
        return strlen($body) === $size + 2 && $body[0] === '{' && $body[-1] === '}' ? "C:$length:\"$class\":$size:$body" : null;
    }

    /** Keys and values in braces; keys stay. */
    private function pairs(string $text, int &$at, int $count): ?string
    {
        if (($text[$at++] ?? '') !== '{') {
            return null;
        }
        $out = '{';
        for ($i = 0; $i < $count; $i++) {
            $start = $at;
            if ($this->serialized($text, $at) === null) {
                return null;
            }
            $key = substr($text, $start, $at - $start);
            $value = $this->serialized($text, $at);
            if ($value === null) {
                return null;
            }
            $out .= $key . $value;
        }
        return ($text[$at++] ?? '') === '}' ? "$out}" : null;
    }

    private function quoted(string $text, int &$at, int $length): ?string
    {
        if (($text[$at] ?? '') !== '"' || ($text[$at + $length + 1] ?? '') !== '"') {
            return null;
        }
        $string = substr($text, $at + 1, $length);
        $at += $length + 2;
        return $string;
    }
}

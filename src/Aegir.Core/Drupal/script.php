<?php
// What every script of this folder starts with: one way to answer, one way to fail, and words for a PHP that ends in between.
ini_set('zend.exception_ignore_args', '1');

final class AegirScript
{
    /** The error to report where PHP ends now: kind, id, message, action. */
    public static $doing = null;
    private static $secrets = [];
    private static $answered = false;

    public static function answer(array $value): void
    {
        self::write(['value' => $value]);
        exit(0);
    }

    public static function fail(string $kind, string $id, string $message, string $action): void
    {
        self::write(['error' => ['kind' => $kind, 'id' => $id, 'message' => self::scrub($message), 'action' => $action]]);
        exit(0);
    }

    public static function hide(?string $secret): void
    {
        if ($secret !== null && $secret !== '') {
            self::$secrets[] = $secret;
        }
    }

    public static function scrub(string $text): string
    {
        return str_replace(self::$secrets, '***', $text);
    }

    public static function limit(string $memory, int $seconds): void
    {
        ini_set('memory_limit', $memory);
        set_time_limit($seconds);
    }

    public static function ended(): void
    {
        if (self::$answered || self::$doing === null) {
            return;
        }
        self::limit('-1', 0);
        list($kind, $id, $message, $action) = self::$doing;
        $error = error_get_last();
        self::fail($kind, $id, $message . ($error ? ': ' . $error['message'] : ': it ends PHP'), $action);
    }

    private static function write(array $answer): void
    {
        self::$answered = true;
        while (ob_get_level() > 0) {
            ob_end_clean();
        }
        echo "\n#aegir ", json_encode($answer, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
    }
}

register_shutdown_function(['AegirScript', 'ended']);

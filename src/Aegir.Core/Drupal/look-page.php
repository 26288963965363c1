<?php
// One GET request, and what a person would notice about the answer.

/**
 * @param array $headers name => value; Host tells the site.
 * @param bool $own the server is on our own machine.
 */
function aegir_get(string $url, array $headers, int $seconds, bool $own = false): ?array
{
    $lines = [];
    foreach ($headers as $name => $value) {
        $lines[] = "$name: $value";
    }
    $local = $own || in_array(parse_url($url, PHP_URL_HOST), ['localhost', '127.0.0.1', '[::1]'], true);
    $context = stream_context_create([
        'http' => ['method' => 'GET', 'header' => array_merge($lines, ['Connection: close']), 'user_agent' => 'Aegir', 'timeout' => $seconds,
            'follow_location' => 0, 'ignore_errors' => true, 'protocol_version' => 1.1],
        // A server on our own machine is who it says it is, whatever its certificate.
        'ssl' => ['peer_name' => preg_replace('~:\d+$~', '', $headers['Host']), 'verify_peer' => !$local, 'verify_peer_name' => !$local],
    ]);
    $stream = @fopen($url, 'rb', false, $context);
    if ($stream === false) {
        return null;
    }
    $body = (string) stream_get_contents($stream, 1000000);
    $meta = stream_get_meta_data($stream);
    fclose($stream);
    $page = ['status' => 0, 'length' => strlen($body), 'timedOut' => $meta['timed_out']];
    foreach ($meta['wrapper_data'] ?? [] as $line) {
        if (preg_match('~^HTTP/\S+ (\d+)~', $line, $found)) {
            $page['status'] = (int) $found[1];
        } elseif (preg_match('~^(location|content-type|x-aegir-gate):\s*(.*?)\s*$~i', $line, $found)) {
            $page[['location' => 'location', 'content-type' => 'contentType', 'x-aegir-gate' => 'gate'][strtolower($found[1])]] = $found[2];
        }
    }
    $gate = $page['gate'] ?? null;
    $page['gate'] = $gate === 'closed';
    $page['passed'] = $gate === 'closed' ? null : $gate;
    return $page + aegir_words($body);
}

/** The title, and the first 500 characters of what a reader would see. */
function aegir_words(string $body): array
{
    $clean = static function (string $html): string {
        $text = html_entity_decode(strip_tags($html), ENT_QUOTES | ENT_HTML5, 'UTF-8');
        return trim((string) preg_replace('~\s+~', ' ', $text));
    };
    $title = preg_match('~<title[^>]*>(.*?)</title>~is', $body, $found) ? $clean($found[1]) : null;
    $body = (string) preg_replace('~<(script|style|head)\b.*?</\1>~is', ' ', $body);
    $text = $clean(str_replace('<', ' <', $body));
    return ['title' => $title, 'text' => preg_match('~^.{0,500}~us', $text, $found) ? $found[0] : substr($text, 0, 500)];
}

/** True for the site's own name; and for its others, where we can see what is behind them. */
function aegir_is_name(string $host, array $input): bool
{
    $names = isset($input['httpsUrl']) ? $input['aliases'] ?? [] : [];
    return in_array($host, array_map('strtolower', array_merge([$input['site']], $names)), true);
}

/** Follows the redirects that stay on the site; the page it ends at has them in "redirects". */
function aegir_visit(string $base, string $path, array $input, array $headers, callable $notes): array
{
    $page = null;
    $asked = $path;
    // A page cache travels with its database and would go on answering for code that is broken; it keeps each URL apart.
    $path .= (strpos($path, '?') === false ? '?' : '&') . 'aegir=' . bin2hex(random_bytes(8));
    $hops = [];
    while (count($hops) <= 5) {
        $page = aegir_get($base . $path, $headers, $input['seconds'], isset($input['httpsUrl']));
        if ($page === null) {
            $page = ['status' => 0];
            break;
        }
        $page += $notes();
        $location = $page['location'] ?? '';
        $to = $page['status'] >= 300 && $page['status'] < 400 && $location !== '' ? parse_url($location) : false;
        $host = strtolower($to['host'] ?? '');
        $https = ($to['scheme'] ?? '') === 'https' && !isset($headers['X-Aegir-Https']) && $base !== ($input['httpsUrl'] ?? null);
        if ($to === false || ($host !== '' && !aegir_is_name($host, $input))
            || ($https && empty($input['simulateHttps']) && !isset($input['httpsUrl'])) || preg_match('~/install\.php$~', $to['path'] ?? '')) {
            break;
        }
        if ($https && isset($input['httpsUrl'])) {
            $base = $input['httpsUrl'];
        } elseif ($https) {
            $headers['X-Aegir-Https'] = '1';
        } elseif (($to['scheme'] ?? '') === 'http' && isset($input['httpsUrl'])) {
            $base = $input['url'];
        }
        if ($host !== '') {
            $headers['Host'] = $host;
        }
        $hops[] = $location;
        $next = $to['path'] ?? '/';
        $path = ($next[0] === '/' ? $next : substr($path, 0, (int) strrpos($path, '/') + 1) . $next) . (isset($to['query']) ? '?' . $to['query'] : '');
    }
    return ['path' => $asked, 'redirects' => $hops] + $page;
}

<?php
// The one block that we keep at the end of a settings.php which others wrote.

const AEGIR_BLOCK = '~^# BEGIN Aegir\n.*?^# END Aegir\n?~ms';

function aegir_append_block(string $text, string $block): string
{
    $text = (string) preg_replace(AEGIR_BLOCK, '', $text);
    if (substr($text, -1) !== "\n") {
        $text .= "\n";
    }
    $tokens = token_get_all($text);
    $last = end($tokens);
    $html = is_array($last) && in_array($last[0], [T_CLOSE_TAG, T_INLINE_HTML], true);
    return $text . ($html ? "<?php\n" : '') . $block;
}

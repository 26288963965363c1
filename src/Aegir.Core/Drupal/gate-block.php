<?php
// How the block of a closed gate is found in settings.php.
const AEGIR_GATE = '~\n/\* BEGIN Aegir gate ([0-9a-f]{64}) (\d+)\n.*?/\* END Aegir gate \*/~s';

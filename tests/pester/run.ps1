#requires -Version 7.4
# Runs the PowerShell tests on the packed module, two files at a time. Meant for a process of its own: pwsh -NoProfile -NonInteractive -File tests/pester/run.ps1
# The last line is "N passed, N failed, N skipped"; the lines before it name what failed, and the exit code is 1 where something did.
param(
    # Only test files whose names match.
    [string] $Filter = '*',

    # How many files at a time, each in a process that goes on to the next.
    [ValidateRange(1, 16)]
    [int] $ThrottleLimit = 2
)

$ErrorActionPreference = 'Stop'
# The largest first, so that none of them is what all wait for in the end.
$tests = @(Get-ChildItem -Path $PSScriptRoot -Filter '*.Tests.ps1' | Where-Object BaseName -Like "$Filter.Tests" | Sort-Object Length -Descending)
$manifest = Join-Path $PSScriptRoot '../../out/Aegir.PowerShell/Aegir.PowerShell.psd1'

if (-not (Test-Path $manifest)) {
    'The module is not packed: dotnet build src/Aegir.PowerShell -c Release -t:PackModule'
    '0 passed, 1 failed, 0 skipped'
    exit 1
}
if (-not (Get-Module Pester -ListAvailable | Where-Object Version -GE '5.3')) {
    $count = @($tests | Select-String -Pattern '^\s*It ').Count
    'Pester 5.3 or later is missing, so the module was not tested: Install-Module Pester'
    "0 passed, 0 failed, $count skipped"
    exit 0
}

$folder = (New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "aegir-pester-$PID")).FullName
try {
    $names = $tests.Name -join ','
    $children = foreach ($number in 1..[Math]::Min($ThrottleLimit, $tests.Count)) {
        Start-Process pwsh -PassThru -RedirectStandardOutput "$folder/child-$number.txt" -RedirectStandardError "$folder/child-$number.err" -ArgumentList @(
            '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/run-files.ps1", $folder, $names)
    }
    # What a file said is shown in one piece, once it is done.
    $left = [Collections.Generic.List[string]] $tests.Name
    do {
        $ended = -not ($children | Where-Object { -not $_.WaitForExit(200) })
        foreach ($name in @($left | Where-Object { Test-Path "$folder/$_.json" })) {
            Get-Content "$folder/$name.txt"
            $null = $left.Remove($name)
        }
    } until ($ended)
    Get-Content "$folder/child-*.err"
    $results = @(Get-ChildItem $folder -Filter *.json | ForEach-Object { Get-Content $_.FullName -Raw | ConvertFrom-Json })
    $failures = @(@($results.Failures) + @($left | ForEach-Object { "$_ gave no result" }) | Where-Object { $_ })
    if ($failures) { "`nFailed:"; $failures | ForEach-Object { "  $_" } }
    "$(($results | Measure-Object Passed -Sum).Sum + 0) passed, $($failures.Count) failed, $(($results | Measure-Object Skipped -Sum).Sum + 0) skipped"
    exit [int]($failures.Count -gt 0)
}
finally {
    $children | Where-Object { -not $_.HasExited } | ForEach-Object { $_.Kill($true) }
    Remove-Item $folder -Recurse -Force -ErrorAction Ignore
}

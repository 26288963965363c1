#requires -Version 7.4
# Runs the PowerShell tests on the packed module. Meant for a process of its own: pwsh -NoProfile -NonInteractive -File tests/pester/run.ps1
# The last line is "N passed, N failed, N skipped"; the exit code is 1 where something failed.
param(
    # Only test files whose names match.
    [string] $Filter = '*'
)

$ErrorActionPreference = 'Stop'
$tests = @(Get-ChildItem -Path $PSScriptRoot -Filter '*.Tests.ps1' | Where-Object BaseName -Like "$Filter.Tests")
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

Import-Module Pester -MinimumVersion 5.3
# Nothing of the user's own setting may leak into a test, and none may write to the user's hub.
$env:AEGIR_HUB = Join-Path ([IO.Path]::GetTempPath()) "aegir-no-hub-$PID/hub.db"
$configuration = New-PesterConfiguration
$configuration.Run.Path = $tests.FullName
# The tests decide what an error does.
$ErrorActionPreference = 'Continue'
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
$result = Invoke-Pester -Configuration $configuration
# A test file that could not be run counts as a failure too.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
$skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
"$($result.PassedCount) passed, $failed failed, $skipped skipped"
exit [int]($failed -gt 0)

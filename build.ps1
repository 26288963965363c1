#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, shows and packs Aegir.PowerShell. build.sh does the same where there is no PowerShell.
.EXAMPLE
    ./build.ps1 Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Package', 'Help')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$env:DOTNET_CLI_TELEMETRY_OPTOUT = 1
$env:DOTNET_NOLOGO = 1

function Invoke-Step {
    param([string] $Program, [string[]] $Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$Program $($Arguments -join ' ') ended with exit code $LASTEXITCODE."
    }
}

function Invoke-Build {
    # SSH.NET cannot be had everywhere; what needs it is built where it can.
    if (-not $env:WithSshNet) {
        $null = dotnet restore src/Aegir.Ssh -v quiet 2>&1
        $env:WithSshNet = ($LASTEXITCODE -eq 0).ToString().ToLowerInvariant()
    }
    Invoke-Step dotnet build, Aegir.PowerShell.sln, '-c', $Configuration, '-v', 'quiet', '--tl:off'
    Invoke-Step dotnet build, src/Aegir.PowerShell/Aegir.PowerShell.csproj, '-c', $Configuration, '-v', 'quiet', '--tl:off', '-t:PackModule'
    'The module is in out/Aegir.PowerShell'
}

# On Windows there are no hosts to run sites on: the tests that need one say so and are skipped.
function Invoke-WindowsTest {
    Invoke-Build
    $results = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
    $total = 0; $passed = 0; $failed = 0
    foreach ($project in Get-ChildItem tests -Directory -Filter 'Aegir.*.Tests') {
        dotnet test $project.FullName -c $Configuration --no-build --nologo -v quiet --logger "trx;LogFileName=$($project.Name).trx" --results-directory $results
        $code = $LASTEXITCODE
        [xml] $report = Get-Content (Join-Path $results "$($project.Name).trx")
        $counters = $report.TestRun.ResultSummary.Counters
        $total += $counters.total; $passed += $counters.passed; $failed += $counters.failed
        if ($code -ne 0 -and $counters.failed -eq 0) { "$($project.Name) was not run to its end"; $failed++ }
    }
    $skipped = $total - $passed - $failed
    $pester = pwsh -NoProfile -NonInteractive -File tests/pester/run.ps1
    $pester
    if ("$($pester[-1])" -match '(\d+) passed, (\d+) failed, (\d+) skipped') {
        $passed += $Matches[1]; $failed += $Matches[2]; $skipped += $Matches[3]
    }
    else {
        $failed++
    }
    Remove-Item $results -Recurse -Force -ErrorAction Ignore
    "$passed passed, $failed failed, $skipped skipped"
    exit [int] ($failed -gt 0)
}

switch ($Task) {
    'Build' { Invoke-Build }
    'Test' { if ($IsWindows) { Invoke-WindowsTest } else { & ./build.sh test; exit $LASTEXITCODE } }
    'Demo' { if ($IsWindows) { Invoke-Build; & ./examples/Demo.ps1 } else { & ./build.sh demo; exit $LASTEXITCODE } }
    # Writes what docstrings say into the pages of docs/cmdlets.
    'Help' { Invoke-Build; Invoke-Step dotnet exec, "src/Aegir.Help/bin/$Configuration/net10.0/Aegir.Help.dll", pages, docs/cmdlets }
    'Package' {
        Invoke-Build
        Invoke-Step dotnet pack, src/Aegir.PowerShell, '-c', $Configuration, '-v', 'quiet', '--tl:off'
        'The package is in out/package, beside a folder as modules are installed in'
    }
}

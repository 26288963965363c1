#requires -Version 7.4
<#
.SYNOPSIS
    Upgrades all outdated sites of a distribution, with nobody watching.
.DESCRIPTION
    Asks nothing. Writes one line of JSON for each site to a log, and ends with 0 when all is well, 1 when a site could not be upgraded,
    2 when nothing could be begun.

    Register-Nightly.ps1 makes it a systemd timer, or a scheduled task of Windows.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Distribution,

    [Parameter(Mandatory)]
    [string] $Log,

    [int] $ThrottleLimit = 4,

    # With more failures than this no further site is begun.
    [int] $MaxFailure = 2
)

try {
    $null = Get-AegirDistribution $Distribution -ErrorAction Stop
}
catch {
    Write-Output "Nothing was begun: $_"
    exit 2
}

$failed = 0
Get-AegirSite -Distribution $Distribution -Outdated -Status Enabled |
    Invoke-AegirUpgrade -Force -Canary 1 -MaxFailure $MaxFailure -ThrottleLimit $ThrottleLimit -ErrorVariable trouble -ErrorAction SilentlyContinue |
    ForEach-Object {
        if ($_.Outcome -notin 'Upgraded', 'UpToDate') { $failed++ }
        $_ | Select-Object @{ Name = 'Time'; Expression = { Get-Date -Format o } }, Site, @{ Name = 'Outcome'; Expression = { "$($_.Outcome)" } },
            From, To, FailedStep, Message, @{ Name = 'Seconds'; Expression = { $_.Duration.TotalSeconds } }, TaskId |
            ConvertTo-Json -Compress | Add-Content $Log
    }

# What a mail from the scheduler should say.
foreach ($record in $trouble) {
    Write-Output "$record"
    Write-Output "  $($record.ErrorDetails.RecommendedAction)"
}
exit [int]($failed -gt 0 -or $trouble.Count -gt 0)

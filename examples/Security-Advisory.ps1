#requires -Version 7.4
<#
.SYNOPSIS
    The morning after a security advisory: brings all sites of a distribution to a new release.
.DESCRIPTION
    Registers the new release, makes it the upgrade target, shows the plan, asks, upgrades a canary and then the others, and writes a report.
    Run it with -WhatIf first: the release is then looked for, but nothing is changed.
.EXAMPLE
    ./Security-Advisory.ps1 -Distribution Drupal10 -Name 'Drupal 10.3.6' -Path /srv/drupal-10.3.6
.EXAMPLE
    ./Security-Advisory.ps1 Drupal10 'Drupal 10.3.6' -MaxFailure 5 -Confirm:$false
    The release is registered already; nothing is asked.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Distribution,

    # What the release is called in the hub.
    [Parameter(Mandatory, Position = 1)]
    [string] $Name,

    # Where its code base is; not needed where the hub knows it.
    [string] $Path,

    # So many sites go first.
    [int] $Canary = 1,

    # With more failures than this no further site is begun.
    [int] $MaxFailure = 3,

    [string] $Report = "upgrade-$(Get-Date -Format yyyy-MM-dd-HHmm).csv"
)

$ErrorActionPreference = 'Stop'

if (-not (Get-AegirPlatform | Where-Object Name -EQ $Name)) {
    if (-not $Path) { throw "The hub knows no platform '$Name'. Give -Path to register it." }
    $null = New-AegirPlatform $Name $Path -Distribution $Distribution
}
Set-AegirDistributionTarget $Distribution -Platform $Name

# Who cannot come along should be known before the first one goes.
$plans = @(Get-AegirUpgrade -Distribution $Distribution -ErrorAction Continue)
$plans | Sort-Object State, Site | Format-Table | Out-Host
foreach ($plan in $plans | Where-Object State -EQ Blocked) {
    Write-Warning "$($plan.Site) stays behind: $($plan.Blockers -join ' ')"
}

$results = $plans | Where-Object CanUpgrade | Sort-Object Site |
    Invoke-AegirUpgrade -Canary $Canary -MaxFailure $MaxFailure -ErrorAction Continue
if (-not $results) { return }

$results | Select-Object Site, Outcome, From, To, FailedStep, Message, Downtime, Duration, TaskId | Export-Csv $Report
$results
Write-Host "$(@($results | Where-Object Outcome -EQ Upgraded).Count) of $(@($results).Count) sites are upgraded; the report is in $Report."
foreach ($failed in $results | Where-Object HasFailed) {
    Write-Host "`n$($failed.Site) failed at '$($failed.FailedStep)' and is as it was. The end of its log:"
    $failed | Get-AegirTaskLog -Level Warning | Select-Object -Last 5 | Format-Table | Out-Host
}

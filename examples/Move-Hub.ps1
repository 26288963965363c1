#requires -Version 7.4
<#
.SYNOPSIS
    Moves a hub: from its file to a PostgreSQL database that several machines can share, or back.
.DESCRIPTION
    Waits until no task runs, copies everything, compares what both hubs list, and says what is left to be done by hand. The hub that was copied stays as it is.
    Queue nothing and run nothing while it works: what is ordered in the old hub after the copy is not in the new one.
.EXAMPLE
    ./Move-Hub.ps1 -ConnectionString 'Host=db1,db2;Database=aegir;Username=aegir'
.EXAMPLE
    ./Move-Hub.ps1 -Path /var/aegir/hub.db
#>
[CmdletBinding(DefaultParameterSetName = 'ConnectionString', SupportsShouldProcess)]
param(
    # An empty PostgreSQL database; its password is in the file that PGPASSFILE names.
    [Parameter(Mandatory, ParameterSetName = 'ConnectionString')]
    [string] $ConnectionString,

    # The file of the new store.
    [Parameter(Mandatory, ParameterSetName = 'Path')]
    [string] $Path,

    # How long to wait for running tasks, in seconds.
    [ValidateRange(0, 86400)]
    [int] $Wait = 600
)

$ErrorActionPreference = 'Stop'
$target = if ($Path) { @{ Path = $Path } } else { @{ ConnectionString = $ConnectionString } }

function Get-HubContent {
    Get-AegirServer | ForEach-Object { "server $($_.Name)" }
    Get-AegirPlatform | ForEach-Object { "platform $($_.Name) $($_.Status)" }
    Get-AegirSite | ForEach-Object { "site $($_.Name) $($_.Platform) $($_.Status)" }
    Get-AegirDistribution | ForEach-Object { "distribution $($_.Name) $($_.Target)" }
}

$until = (Get-Date).AddSeconds($Wait)
while (Get-AegirTask -Status Processing) {
    if ((Get-Date) -gt $until) { throw "Tasks are still running after $Wait s: Get-AegirTask -Status Processing lists them." }
    Start-Sleep -Seconds 2
}
$old = Get-AegirHub
$before = @(Get-HubContent)
if (-not $PSCmdlet.ShouldProcess("$($old.Path)", 'Copy the hub')) { return }
$copy = Copy-AegirHub @target
$null = Connect-AegirHub @target
$difference = Compare-Object $before @(Get-HubContent)
if ($difference) { throw "The copy is not the same: $($difference.InputObject -join ', ')" }

"The new hub has all $($before.Count) servers, platforms, sites and distributions of $($old.Path), $($copy.Rows) rows in all."
'Left to do: set AEGIR_HUB to the new hub for every user, scheduled task and service, and keep the old one until you have seen it work.'

#requires -Version 7.4
#requires -RunAsAdministrator
<#
.SYNOPSIS
    Installs the Aegir service on Windows, or replaces its settings.
.EXAMPLE
    ./Install-AegirService.ps1 -Path C:\Aegir\service -Config C:\Aegir\service.json -Credential (Get-Credential HUB\aegir)
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Where dotnet publish put the service.
    [Parameter(Mandatory)]
    [string] $Path,

    # The settings; docs/service.md names them.
    [Parameter(Mandatory)]
    [string] $Config,

    # The account whose ssh keys and hub it uses.
    [Parameter(Mandatory)]
    [pscredential] $Credential
)

$ErrorActionPreference = 'Stop'
$program = Join-Path (Resolve-Path $Path) Aegir.Service.exe
$command = '"{0}" --Config "{1}"' -f $program, (Resolve-Path $Config)
if ($PSCmdlet.ShouldProcess('Aegir', "Install the service: $command")) {
    if (Get-Service Aegir -ErrorAction Ignore) {
        Stop-Service Aegir
        Remove-Service Aegir
    }
    New-Service Aegir -BinaryPathName $command -DisplayName 'Aegir' -StartupType Automatic -Credential $Credential `
        -Description 'Checks distributions, works on the queue, receives webhooks and serves the status page.'
    # Again after ten seconds, a minute, and then every minute.
    sc.exe failure Aegir reset= 86400 actions= restart/10000/restart/60000/restart/60000
    Start-Service Aegir
}

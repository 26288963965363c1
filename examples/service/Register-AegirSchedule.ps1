#requires -Version 7.4
<#
.SYNOPSIS
    Keeps the schedule on Windows without the service: three scheduled tasks.
.EXAMPLE
    ./Register-AegirSchedule.ps1 -Hub C:\Aegir\hub.db -Credential (Get-Credential HUB\aegir)
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The hub's store.
    [Parameter(Mandatory)]
    [string] $Hub,

    [Parameter(Mandatory)]
    [pscredential] $Credential
)

$ErrorActionPreference = 'Stop'
$pwsh = (Get-Process -Id $PID).Path
$settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit ([timespan]::Zero)
$tasks = @(
    @{ Name = 'Update'; Minutes = 60; Command = 'Update-AegirDistribution * -Confirm:$false' }
    @{ Name = 'Queue'; Minutes = 5; Command = 'Invoke-AegirQueue -Confirm:$false' }
    @{ Name = 'Cron'; Minutes = 5; Command = 'Invoke-AegirCron -Every 00:05 -Confirm:$false' }
)
foreach ($task in $tasks) {
    $command = "`$ErrorActionPreference = 'Stop'; `$env:AEGIR_HUB = '$($Hub -replace "'", "''")'; $($task.Command)"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
    if ($PSCmdlet.ShouldProcess("\Aegir\$($task.Name)", "Every $($task.Minutes) minutes: $($task.Command)")) {
        Register-ScheduledTask -TaskPath '\Aegir\' -TaskName $task.Name -Settings $settings -Force `
            -Action (New-ScheduledTaskAction -Execute $pwsh -Argument "-NoProfile -NonInteractive -EncodedCommand $encoded") `
            -Trigger (New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval (New-TimeSpan -Minutes $task.Minutes)) `
            -User $Credential.UserName -Password $Credential.GetNetworkCredential().Password
    }
}

#requires -Version 7.4
<#
.SYNOPSIS
    Has Nightly-Upgrade.ps1 run every night: as a systemd timer, or as a scheduled task of Windows.
.DESCRIPTION
    Needs root or an administrator. The account must own the hub's store and, where sites are on this machine, their folders; the module must be
    installed for all users.
.EXAMPLE
    ./Register-Nightly.ps1 -Distribution Drupal10 -Hub /var/aegir/hub.db -Account aegir
.EXAMPLE
    ./Register-Nightly.ps1 -Distribution Drupal10 -Hub C:\Aegir\hub.db -Log C:\Aegir\nightly.jsonl -Account 'EXAMPLE\aegir$' -At 03:30
    On Windows, as a group managed service account: nobody keeps a password.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [string] $Distribution,

    # The hub's store; the account has another data folder than yours.
    [Parameter(Mandatory)]
    [string] $Hub,

    [Parameter(Mandatory)]
    [string] $Account,

    [timespan] $At = '02:00',

    [string] $Log = '/var/log/aegir/nightly.jsonl',

    # Where systemd looks for units.
    [string] $UnitFolder = '/etc/systemd/system',

    # Only writes the units.
    [switch] $NoStart
)

$ErrorActionPreference = 'Stop'
$script = Join-Path $PSScriptRoot Nightly-Upgrade.ps1
$pwsh = (Get-Process -Id $PID).Path
$words = '-NoProfile', '-NonInteractive', '-File', $script, '-Distribution', $Distribution, '-Log', $Log
foreach ($word in $words + $Hub) {
    if ($word -match '["\r\n]') { throw "Neither systemd nor Windows takes '$word' as it is: choose a name without quotes." }
}
$line = ($words | ForEach-Object { $_ -match '\s' ? "`"$_`"" : $_ }) -join ' '

if ($IsWindows) {
    if (-not $PSCmdlet.ShouldProcess("Aegir\Nightly for $Distribution", 'Register the scheduled task')) { return }
    # A scheduled task has no environment of its own, and its command line is no place for quotes.
    $quoted = $Hub, $script, $Distribution, $Log | ForEach-Object { "'$($_ -replace "'", "''")'" }
    $command = '$env:AEGIR_HUB = {0}; & {1} -Distribution {2} -Log {3}; exit $LASTEXITCODE' -f $quoted
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
    $task = @{
        TaskPath  = '\Aegir\'
        TaskName  = 'Nightly'
        Action    = New-ScheduledTaskAction -Execute $pwsh -Argument "-NoProfile -NonInteractive -EncodedCommand $encoded"
        Trigger   = New-ScheduledTaskTrigger -Daily -At ([datetime]::Today + $At)
        Principal = New-ScheduledTaskPrincipal -UserId $Account -LogonType Password
        # One that is still running is not run a second time; a night that was slept through is made up for.
        Settings  = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable
    }
    Register-ScheduledTask @task -Force
    return
}

# In a unit, % begins a specifier and $ a variable.
$escaped = { param($Text) $Text.Replace('%', '%%').Replace('$', '$$') }
$service = @"
[Unit]
Description=Nightly upgrade of $(& $escaped $Distribution)
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User=$Account
Environment="AEGIR_HUB=$($Hub.Replace('%', '%%'))"
ExecStart=$pwsh $(& $escaped $line)
"@
$timer = @"
[Unit]
Description=Nightly upgrade of $(& $escaped $Distribution)

[Timer]
OnCalendar=*-*-* $($At.ToString('hh\:mm'))
Persistent=true

[Install]
WantedBy=timers.target
"@
if ($PSCmdlet.ShouldProcess("$UnitFolder/aegir-nightly.timer", 'Write the units')) {
    Set-Content "$UnitFolder/aegir-nightly.service" $service
    Set-Content "$UnitFolder/aegir-nightly.timer" $timer
}
if (-not $NoStart -and $PSCmdlet.ShouldProcess('aegir-nightly.timer', 'Start the timer')) {
    & systemctl daemon-reload
    & systemctl enable --now aegir-nightly.timer
    & systemctl list-timers aegir-nightly.timer
}

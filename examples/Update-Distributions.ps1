#requires -Version 7.4
<#
.SYNOPSIS
    Brings all distributions up to date as far as their policies go, with nobody watching.
.DESCRIPTION
    Asks nothing. Writes one line of JSON to a log for each distribution in which something happened, and ends with 0 when all is well, 1 when a
    platform could not be built or a site not be upgraded, 2 when nothing could be begun. Sites are only upgraded in the maintenance windows of
    their distribution, so that it may be called as often as one likes.

    As a systemd timer with OnCalendar=*:0/15, in aegir-update.service:
        ExecStart=pwsh -NoProfile -NonInteractive -File /usr/local/lib/aegir/Update-Distributions.ps1 -Log /var/log/aegir/updates.jsonl
    As a scheduled task of Windows:
        pwsh -NoProfile -NonInteractive -File C:\Aegir\Update-Distributions.ps1 -Log C:\Aegir\updates.jsonl
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Log,

    # All that follow a source without.
    [string[]] $Distribution = '*'
)

try {
    $followers = @(Get-AegirDistribution $Distribution -ErrorAction Stop | Where-Object Source)
}
catch {
    Write-Output "Nothing was begun: $_"
    exit 2
}

$followers | Update-AegirDistribution -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue -WarningAction SilentlyContinue |
    Where-Object { $_.Outcome -ne 'Unchanged' -or $_.Upgrades } |
    ForEach-Object {
        $_ | Select-Object @{ Name = 'Time'; Expression = { Get-Date -Format o } }, Distribution, @{ Name = 'Outcome'; Expression = { "$($_.Outcome)" } },
            Version, Platform, Message, TaskId, @{ Name = 'Sites'; Expression = { @($_.Upgrades | ForEach-Object { "$_" }) } } |
            ConvertTo-Json -Compress | Add-Content $Log
    }

# What a mail from the scheduler should say.
foreach ($record in $trouble) {
    Write-Output "$record"
    Write-Output "  $($record.ErrorDetails.RecommendedAction)"
}
foreach ($one in Get-AegirDistribution $Distribution | Where-Object { $_.Security.IsAtStake }) {
    Write-Output "Security of $($one.Name): $($one.Security). $($one.OutdatedCount) sites are behind."
}
exit [int]($trouble.Count -gt 0)

#requires -Version 7.4
<#
.SYNOPSIS
    Upgrades some sites first, has them looked at by a check of your own, goes on with the others, and mails a report.
.DESCRIPTION
    A canary that fails its check goes back to its old side, and nothing else is begun. The report is written and sent in any case.
.EXAMPLE
    ./Canary-Rollout.ps1 Drupal10 -Canary blog.example.com -Check { param($Site) (Invoke-WebRequest "https://$Site/user/login").StatusCode -eq 200 } -To ops@example.com
.EXAMPLE
    ./Canary-Rollout.ps1 Drupal10 -Canary blog.example.com -Send { param($Subject, $File) Send-ToChat $Subject $File }
    Whatever sends things where you are.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [string] $Distribution,

    # Names of sites.
    [Parameter(Mandatory)]
    [string[]] $Canary,

    # Gets the name of an upgraded site; what it returns says whether all is well.
    [scriptblock] $Check = { $true },

    [int] $MaxFailure = 3,

    [string] $Report = "rollout-$(Get-Date -Format yyyy-MM-dd-HHmm).html",

    # An address; the mail goes through the machine's sendmail.
    [string] $To,

    # Gets a subject and the report's path, in place of sendmail.
    [scriptblock] $Send
)

$plans = @(Get-AegirUpgrade -Distribution $Distribution)
$ready = @($plans | Where-Object CanUpgrade)
$first, $rest = $ready.Where({ $_.Site -in $Canary }, 'Split')
$results = [Collections.Generic.List[object]]::new()
$isWell = $first.Count -gt 0

foreach ($result in $first | Invoke-AegirUpgrade -Force -ErrorAction Continue) {
    $results.Add($result)
    $isGood = $result.Outcome -eq 'Upgraded' -and (& $Check $result.Site)
    if (-not $isGood) {
        $isWell = $false
        Write-Warning "The canary $($result.Site) is not well; nothing else is begun."
        if ($result.Outcome -eq 'Upgraded') { $results.Add((Undo-AegirUpgrade $result.Site -Force)) }
    }
}
if ($isWell -and $rest.Count -gt 0) {
    $rest | Invoke-AegirUpgrade -Force -MaxFailure $MaxFailure -ErrorAction Continue | ForEach-Object { $results.Add($_) }
}

$done = @($results | Where-Object Outcome -EQ Upgraded | Where-Object Site -NotIn @($results | Where-Object Outcome -EQ Undone).Site).Count
$subject = "${Distribution}: $done of $($plans.Count) sites upgraded"
$file = $plans, $results | Export-AegirReport $Report -Title $subject -PassThru

if ($Send) {
    & $Send $subject $file.FullName
}
elseif ($To) {
    # The page is the mail; what is not ASCII travels as base64.
    $body = [Convert]::ToBase64String([IO.File]::ReadAllBytes($file.FullName), 'InsertLineBreaks')
    "To: $To`nSubject: =?utf-8?B?$([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($subject)))?=`nMIME-Version: 1.0`nContent-Type: text/html; charset=utf-8`nContent-Transfer-Encoding: base64`n`n$body" |
        & sendmail -t
}
$results
exit [int]($done -lt $plans.Count)

#requires -Version 7.4
<#
.SYNOPSIS
    Shows the main job: five sites are to move to a new release of Drupal, and one of them cannot.
.DESCRIPTION
    Everything happens in a throw-away folder, on small PHP programs that stand in for Drupal and on SQLite. Needs the packed module, php
    and sh; takes less than a minute, and leaves nothing behind.
#>
$ErrorActionPreference = 'Stop'
$fixtures = Join-Path $PSScriptRoot '../tests/fixtures'
Import-Module (Join-Path $PSScriptRoot '../out/Aegir.PowerShell/Aegir.PowerShell.psd1')

function Say([string] $Text) { Write-Host "  $Text" }

function Title([string] $Text) { Write-Host "`n== $Text" -ForegroundColor Cyan }

# Shows a command, runs it, and shows what it puts out.
function Show([scriptblock] $Command) {
    Write-Host "`nPS> $("$Command".Trim() -replace '\r?\n\s*', "`n      ")" -ForegroundColor Green
    & $Command | Out-Host
}

# What a visitor gets from the release that a site is on, over HTTP.
function Visit([Aegir.Site] $Site) {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $docroot = (Get-AegirPlatform $Site.Platform).Path
    $server = Start-Process php -ArgumentList '-S', "127.0.0.1:$port", '-t', $docroot, "$fixtures/router.php" -PassThru -RedirectStandardOutput "$root/web.out" -RedirectStandardError "$root/web.err"
    try {
        for ($attempt = 1; ; $attempt++) {
            try {
                $answer = Invoke-WebRequest "http://127.0.0.1:$port/" -Headers @{ Host = $Site.Name } -SkipHttpErrorCheck
                break
            }
            catch [Net.Http.HttpRequestException] {
                if ($attempt -eq 100) { throw }
                Start-Sleep -Milliseconds 50
            }
        }
        [pscustomobject]@{ Site = $Site.Name; Answer = [int]$answer.StatusCode; 'Drupal version' = [regex]::Match($answer.Content, 'Drupal version ([\d.]+)').Groups[1].Value }
    }
    finally { Stop-Process -Id $server.Id }
}

function Assert([bool] $Condition, [string] $Text) { if (-not $Condition) { throw "The demo did not go as it should: $Text" } }

$root = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "aegir-demo-$([Guid]::NewGuid().ToString('N').Substring(0, 8))")).FullName
try {
    Title 'Two releases of Drupal, and five sites on the older one'
    foreach ($release in 'drupal-10.1.5', 'drupal-10.3.6') { & "$fixtures/make-platform" $release "$root/$release" }
    foreach ($name in 'blog', 'club', 'news', 'shop') { $null = & "$fixtures/make-site" "$root/drupal-10.1.5" "$name.example.com" standard sqlite }
    $null = & "$fixtures/make-site" "$root/drupal-10.1.5" legacy.example.com standard sqlite --module=legacy_widget
    # The stand-ins are quick; a second of work in each update lets one see something.
    $null = New-Item -ItemType Directory "$root/drupal-10.3.6/web/.standin"
    Set-Content -Path "$root/drupal-10.3.6/web/.standin/STANDIN_SLEEP_UPDATEDB" -Value 1.5
    Say 'They stand in folders and no tool knows them:'
    Get-ChildItem -Directory "$root/drupal-10.1.5/web/sites" -Filter *.example.com | ForEach-Object { Say "  $($_.FullName)" }

    Title 'Bring them under control'
    Set-Location $root
    Show { Connect-AegirHub ./hub.db }
    Show {
        New-AegirDistribution Drupal10
    }
    Show {
        New-AegirPlatform 'Drupal 10.1.5' ./drupal-10.1.5 -Distribution Drupal10
        New-AegirPlatform 'Drupal 10.3.6' ./drupal-10.3.6 -Distribution Drupal10
    }
    Show { Get-AegirPlatform | Import-AegirSite }

    Title 'The newer release becomes the upgrade target; the older one takes no new sites'
    Show { Set-AegirDistributionTarget Drupal10 -Platform 'Drupal 10.3.6' }
    Show { Get-AegirPlatform }

    Title 'The plan: what would change, and what stands in the way'
    Show { Get-AegirUpgrade -Distribution Drupal10 | Sort-Object Site }
    Show { Get-AegirSite -Outdated | Invoke-AegirUpgrade -WhatIf }

    Title 'The upgrade: one site goes first, then the others, four at a time'
    Show {
        Get-AegirSite -Outdated |
            Invoke-AegirUpgrade -Confirm:$false -Canary 1 -ErrorVariable script:trouble -ErrorAction SilentlyContinue |
            Tee-Object -Variable script:results
    }
    Assert (@($results | Where-Object Outcome -EQ Upgraded).Count -eq 4) 'four sites should have been upgraded.'

    Title 'The one that was left as it is, and why'
    Assert ($trouble.Count -eq 1) 'one site should have been blocked.'
    Say "$($trouble[0])"
    Say "What to do: $($trouble[0].ErrorDetails.RecommendedAction)"

    Title 'What visitors see now'
    $visits = Get-AegirSite | ForEach-Object { Visit $_ }
    $visits | Format-Table | Out-Host
    Assert (-not ($visits | Where-Object Answer -NE 200)) 'all sites should answer 200.'

    Title 'Second thoughts: one site goes back'
    Show { Undo-AegirUpgrade shop.example.com -Confirm:$false }
    $visit = Visit (Get-AegirSite shop.example.com)
    Assert ($visit.'Drupal version' -eq '10.1.5' -and $visit.Answer -eq 200) 'the site should be on the older release again.'
    Say "shop.example.com answers $($visit.Answer) from Drupal $($visit.'Drupal version')."

    Title 'Everything that was done is on record'
    Show { Get-AegirTask -First 6 }
    Show { Get-AegirTask shop.example.com -Type upgrade | Get-AegirTaskLog -Level Info }
}
finally {
    Set-Location $PSScriptRoot
    Disconnect-AegirHub
    # Drupal takes the write bit off what it does not want changed.
    & chmod -R u+w $root
    Remove-Item -Recurse -Force $root
}

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $examples = (Resolve-Path "$PSScriptRoot/../../examples").Path

    # An example as a scheduler runs it.
    function Invoke-Example([string] $Line) {
        Invoke-Child -Hub "$root/hub.db" "Import-Module '$(Get-ManifestPath)'; Set-Location '$root'; & '$examples/$($Line.Split(' ')[0])' $($Line.Split(' ', 2)[1]); exit `$LASTEXITCODE"
    }
}

Describe 'Nightly-Upgrade.ps1' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example -Blocked blocked.example
        Initialize-Hub $root
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'ends with 2 where nothing can be begun' {
        $child = Invoke-Example "Nightly-Upgrade.ps1 -Distribution Nothing -Log $root/log.jsonl"
        $child.ExitCode | Should -Be 2
        $child.Text | Should -Match "no distribution 'Nothing'"
    }

    It 'upgrades what it can, logs each site and ends with 1 where one stays behind' {
        $child = Invoke-Example "Nightly-Upgrade.ps1 -Distribution Drupal10 -Log $root/log.jsonl"
        $child.ExitCode | Should -Be 1
        $child.Text | Should -Match 'blocked.example.*legacy_widget'
        $lines = Get-Content "$root/log.jsonl" | ConvertFrom-Json
        $lines.Count | Should -Be 3
        ($lines | Where-Object Site -EQ a.example).Outcome | Should -Be 'Upgraded'
    }

    It 'ends with 0 when all is well' {
        $null = Invoke-AegirUpgrade blocked.example -Force -AllowMissing legacy_widget -WarningAction SilentlyContinue
        (Invoke-Example "Nightly-Upgrade.ps1 -Distribution Drupal10 -Log $root/log.jsonl").ExitCode | Should -Be 0
    }
}

Describe 'Security-Advisory.ps1' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example -Blocked blocked.example
        $null = Connect-AegirHub "$root/hub.db"
        $null = New-AegirDistribution Drupal10
        $null = New-AegirPlatform 'Drupal 10.1.5' "$root/old" -Distribution Drupal10
        $null = Import-AegirSite 'Drupal 10.1.5'
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'changes nothing with -WhatIf' {
        $null = Invoke-Example "Security-Advisory.ps1 Drupal10 'Drupal 10.3.6' -Path ./new -WhatIf"
        Get-AegirPlatform | Should -HaveCount 1
    }

    It 'registers the release, shows the plan, upgrades and reports' {
        $child = Invoke-Example "Security-Advisory.ps1 Drupal10 'Drupal 10.3.6' -Path ./new -Confirm:`$false -Report report.csv"
        $child.ExitCode | Should -Be 0
        $child.Text | Should -Match 'blocked.example stays behind'
        $child.Text | Should -Match '2 of 2 sites are upgraded'
        (Import-Csv "$root/report.csv").Site | Should -Be 'a.example', 'b.example'
        Assert-Whole $root a.example, b.example, blocked.example
    }
}

Describe 'Demo.ps1' -Skip:(-not $standIn) {
    It 'does what it says, and leaves nothing behind' {
        $before = @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter 'aegir-demo-*').Count
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $child = Invoke-Child "& '$examples/Demo.ps1'"
        $child.ExitCode | Should -Be 0 -Because $child.Text
        Write-Host "    it took $([int] $clock.Elapsed.TotalSeconds) s"
        $child.Text | Should -Match 'shop.example.com answers 200 from Drupal 10.1.5'
        @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter 'aegir-demo-*').Count | Should -Be $before
    }
}

Describe 'Register-Nightly.ps1' -Skip:($IsWindows -or -not (Get-Command systemd-analyze -ErrorAction Ignore)) {
    BeforeAll { $root = New-TestFolder }

    AfterAll { Remove-TestFolder $root }

    It 'writes units that systemd takes' {
        $child = Invoke-Child "& '$examples/Register-Nightly.ps1' -Distribution 'Drupal 10' -Hub '$root/hub 100%.db' -Account root -At 03:30 -UnitFolder '$root' -NoStart; exit 0"
        $child.ExitCode | Should -Be 0 -Because $child.Text
        $said = & systemd-analyze verify "$root/aegir-nightly.service" "$root/aegir-nightly.timer" 2>&1 | Select-String aegir-nightly
        $said | Should -BeNullOrEmpty
        Get-Content "$root/aegir-nightly.timer" | Should -Contain 'OnCalendar=*-*-* 03:30'
        $service = Get-Content "$root/aegir-nightly.service" -Raw
        $service | Should -Match '-Distribution "Drupal 10"'
        $service | Should -Match 'AEGIR_HUB=.*/hub 100%%.db"'
    }

    It 'writes nothing with -WhatIf' {
        $null = Invoke-Child "& '$examples/Register-Nightly.ps1' -Distribution X -Hub /h -Account root -UnitFolder '$root/none' -WhatIf"
        "$root/none" | Should -Not -Exist
    }
}

Describe 'Old-Multisite.ps1' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example
        $null = Connect-AegirHub "$root/hub.db"
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'adopts what stands there, changes none of it, and passes over it the second time' {
        $before = Get-TreeHash "$root/old", "$root/new"
        $child = Invoke-Example "Old-Multisite.ps1 ./old, ./new -Distribution Drupal10"
        $child.Text | Should -Match "Set-AegirDistributionTarget 'Drupal10' -Platform 'new'"
        (Get-AegirSite).Name | Should -Be 'a.example', 'b.example'
        Get-TreeHash "$root/old", "$root/new" | Should -Be $before
        (Invoke-Example "Old-Multisite.ps1 ./old, ./new -Distribution Drupal10 -ErrorAction Stop").ExitCode | Should -Be 0
        Get-AegirPlatform | Should -HaveCount 2
    }
}

Describe 'Move-Hub.ps1' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example
        Initialize-Hub $root
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'copies nothing with -WhatIf' {
        (Invoke-Example "Move-Hub.ps1 -Path $root/moved/hub.db -WhatIf").ExitCode | Should -Be 0
        "$root/moved/hub.db" | Should -Not -Exist
    }

    It 'copies all there is, compares, and says what is left to do' {
        $child = Invoke-Example "Move-Hub.ps1 -Path $root/moved/hub.db"
        $child.Text | Should -Match 'The new hub has all \d+ servers'
        $child.Text | Should -Match 'set AEGIR_HUB'
        $null = Connect-AegirHub "$root/moved/hub.db"
        (Get-AegirSite).Name | Should -Be 'a.example'
    }

    It 'does not copy over a hub that is there' {
        $child = Invoke-Example "Move-Hub.ps1 -Path $root/moved/hub.db"
        $child.ExitCode | Should -Not -Be 0
    }
}

Describe 'Canary-Rollout.ps1' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example
        Initialize-Hub $root
        $send = '{ param($Subject, $File) Set-Content ./sent.txt $Subject, $File }'
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'takes a canary back that fails its check, begins nothing else, and reports' {
        $child = Invoke-Example "Canary-Rollout.ps1 Drupal10 -Canary a.example -Check { `$false } -Report ./first.html -Send $send"
        $child.ExitCode | Should -Be 1 -Because $child.Text
        (Get-AegirSite -Outdated).Name | Should -Be 'a.example', 'b.example'
        Get-Content "$root/sent.txt" | Should -Be 'Drupal10: 0 of 2 sites upgraded', "$root/first.html"
        Get-Content "$root/first.html" -Raw | Should -Match 'Undone'
        Assert-Whole $root a.example, b.example
    }

    It 'goes on where the canary is well' {
        $child = Invoke-Example "Canary-Rollout.ps1 Drupal10 -Canary a.example -Check { param(`$Site) `$Site -eq 'a.example' } -Report ./second.html -Send $send"
        $child.ExitCode | Should -Be 0 -Because $child.Text
        Get-AegirSite -Outdated | Should -BeNullOrEmpty
        Get-Content "$root/sent.txt" | Select-Object -First 1 | Should -Be 'Drupal10: 2 of 2 sites upgraded'
    }
}

Describe 'The first steps in the README' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn "$root/www" -Site www.example.com, blog.example.com
        Rename-Item "$root/www/old" drupal-10.1.5
        Rename-Item "$root/www/new" drupal-10.3.6
        $readme = Get-Content "$PSScriptRoot/../../README.md" -Raw
    }

    AfterAll { Remove-TestFolder $root }

    It 'work as they are typed there' {
        $steps = [regex]::Match($readme, '(?s)## From your folders.*?```powershell\n(.*?)```').Groups[1].Value
        $steps = $steps -replace '(?m)^\./build.ps1.*$' -replace '\./out/Aegir.PowerShell', "'$(Get-ManifestPath)'" -replace '/var/www', "$root/www"
        $child = Invoke-Child -Hub "$root/hub.db" "`$ErrorActionPreference = 'Stop'; `$ConfirmPreference = 'None'; $steps"
        $child.ExitCode | Should -Be 0 -Because $child.Text
        $null = Connect-AegirHub "$root/hub.db"
        (Get-AegirSite blog.example.com).Platform | Should -Be 'Drupal 10.3.6'
        (Get-AegirSite www.example.com).Platform | Should -Be 'Drupal 10.1.5'
        (Get-AegirTask -Type upgrade).Target | Sort-Object | Should -Be 'blog.example.com', 'www.example.com'
        Disconnect-AegirHub
    }
}

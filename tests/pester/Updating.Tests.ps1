BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $able = (Test-StandIn) -and (Get-Command git -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'Distributions that follow a source' -Skip:(-not $able) {
    BeforeAll {
        $root = New-TestFolder
        $feed = $env:AEGIR_RELEASE_FEED
        $env:AEGIR_RELEASE_FEED = 'http://127.0.0.1:9/'
        & "$PSScriptRoot/../fixtures/make-platform" drupal-7.98 "$root/site"
        function Push-All { & git -C "$root/site" add -A; & git -C "$root/site" -c user.name=Test -c user.email=test@example.org commit -q --allow-empty -m Next }
        & git -C "$root/site" init -q -b main
        Push-All
        $null = Connect-AegirHub "$root/hub.db"
        $null = Set-AegirServer -Folder "$root/aegir"
        $null = New-AegirDistribution Shop, ByHand
    }

    AfterAll { Disconnect-AegirHub; $env:AEGIR_RELEASE_FEED = $feed; Remove-TestFolder $root }

    It 'follow what they are told, named from where one stands' {
        Push-Location $root
        try { $shop = Set-AegirDistribution Shop -GitUrl ./site -GitBranch main -Policy Target -PassThru } finally { Pop-Location }
        $shop.Source | Should -BeOfType ([Aegir.GitUpdates])
        $shop.Source.Url | Should -Be "$root/site"
        $shop = Set-AegirDistribution Shop -MaintenanceWindow 'Sat,Sun 01:00-05:00 UTC', '* 22:00-23:00 UTC' -Canary 2 -PassThru
        "$($shop.Rules.Windows)" | Should -Be 'Sat,Sun 01:00-05:00 UTC * 22:00-23:00 UTC'
        $shop.Source.Url | Should -Be "$root/site"
    }

    It 'refuse a window that is none' {
        { Set-AegirDistribution Shop -MaintenanceWindow 'sometimes' } | Should -Throw '*sometimes*maintenance window*'
    }

    It 'tell with -WhatIf what would be built, and remember nothing' {
        $told = Invoke-Child "Import-Module '$(Get-ManifestPath)'; Update-AegirDistribution Shop -WhatIf" -Hub "$root/hub.db"
        $told.Text | Should -Match "Build the next platform of 'Shop'"
        $told.Text | Should -Match ([regex]::Escape("$root/site"))
        (Get-AegirDistribution Shop).Updates.Checked | Should -BeNullOrEmpty
        Get-AegirPlatform | Should -BeNullOrEmpty
    }

    It 'only look where that is asked' {
        $result = Update-AegirDistribution Shop -CheckOnly
        $result.Outcome | Should -Be 'Moved'
        Get-AegirPlatform | Should -BeNullOrEmpty
    }

    It 'build all that follow something, and no other' {
        $results = @(Update-AegirDistribution)
        $results.Distribution | Should -Be 'Shop'
        $results.Outcome | Should -Be 'Targeted'
        (Get-AegirDistribution Shop).Target | Should -Be 'Shop 7.98-1'
        (Get-AegirDistribution | Update-AegirDistribution -WarningAction Ignore).Outcome | Should -Be 'NoSource', 'Unchanged'
    }

    It 'are brought up to date by whoever works the queue off' {
        & git -C "$root/site" -c user.name=Test -c user.email=test@example.org commit -q --allow-empty -m Queued
        $task = Update-AegirDistribution -AsTask -Priority 5
        $task.Type, $task.Target, $task.Status, $task.Priority | Should -Be 'update', 'Shop', 'Queued', 5
        $ended = Invoke-AegirQueue -MaxLoad 0
        $ended.Id, $ended.Status | Should -Be $task.Id, 'Success'
        (Get-AegirDistribution Shop).Target | Should -Be 'Shop 7.98-2'
        # What is built already needs no build.
        $null = Update-AegirDistribution Shop -AsTask
        (Invoke-AegirQueue -MaxLoad 0).Status | Should -Be 'Success'
        @(Get-AegirPlatform).Count | Should -Be 2
    }

    It 'tell why a commit cannot be built, as an error of its own' {
        Remove-Item "$root/site/includes/bootstrap.inc"
        Push-All
        $result = Update-AegirDistribution Shop -ErrorVariable trouble -ErrorAction SilentlyContinue
        $result.Outcome | Should -Be 'Failed'
        $trouble[0].FullyQualifiedErrorId | Should -Match '^UpdateFailed'
        "$($trouble[0])" | Should -Match 'Target and locks are as they were'
        $trouble[0].ErrorDetails.RecommendedAction | Should -Match '-Force'
        (Get-AegirDistribution Shop).Target | Should -Be 'Shop 7.98-2'
    }

    It 'are brought up to date by the example for schedulers' {
        $file = "$PSScriptRoot/../../examples/Update-Distributions.ps1"
        & git -C "$root/site" checkout -q HEAD~1 -- .
        $null = New-Item -ItemType Directory "$root/site/sites/all/modules/mended" -Force
        Set-Content "$root/site/sites/all/modules/mended/mended.info" "name = Mended`ncore = 7.x"
        Push-All
        & $file -Log "$root/log.jsonl"
        $LASTEXITCODE | Should -Be 0
        $line = Get-Content "$root/log.jsonl" | ConvertFrom-Json
        $line.Outcome | Should -Be 'Targeted'
        $line.Platform | Should -Be 'Shop 7.98-3'
    }
}

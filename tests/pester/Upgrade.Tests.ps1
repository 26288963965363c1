BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'Upgrading a distribution''s sites' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example, c.example -Blocked blocked.example
        Initialize-Hub $root
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'says what it would do with -WhatIf, and writes nothing' {
        $before = Get-TreeHash "$root/hub.db", "$root/hub.db-wal", "$root/old/web/sites", "$root/new/web/sites"
        $child = Invoke-Child -Hub "$root/hub.db" "Import-Module '$(Get-ManifestPath)'; Get-AegirSite -Distribution Drupal10 | Invoke-AegirUpgrade -WhatIf"
        $child.Output.Count | Should -Be 4
        $child.Text | Should -Match "What if: Upgrade site 'a.example' from 'Drupal 10.1.5' to 'Drupal 10.3.6': \d+ upgrades"
        $child.Text | Should -Match "'blocked.example' as it is: it cannot be upgraded .* legacy_widget"
        Get-TreeHash "$root/hub.db", "$root/hub.db-wal", "$root/old/web/sites", "$root/new/web/sites" | Should -Be $before
        Get-AegirTask -Type upgrade | Should -BeNullOrEmpty
    }

    It 'obeys $WhatIfPreference' {
        & { $WhatIfPreference = $true; Invoke-AegirUpgrade a.example -Force } | Should -BeNullOrEmpty
        (Get-AegirSite a.example).Platform | Should -Be 'Drupal 10.1.5'
    }

    It 'shows the plan of each' {
        $plans = Get-AegirUpgrade -Distribution Drupal10
        ($plans | Where-Object State -EQ Ready).Count | Should -Be 3
        $blocked = $plans | Where-Object State -EQ Blocked
        $blocked.Site | Should -Be 'blocked.example'
        $blocked.Blockers | Should -Match 'legacy_widget'
    }

    It 'moves those that can be moved, and tells of the one that cannot' {
        $results = Get-AegirSite -Distribution Drupal10 | Invoke-AegirUpgrade -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
        ($results | Where-Object Outcome -EQ Upgraded).Site | Sort-Object | Should -Be 'a.example', 'b.example', 'c.example'
        ($results | Where-Object Outcome -EQ Blocked).Site | Should -Be 'blocked.example'

        $trouble.Count | Should -Be 1
        $trouble[0].FullyQualifiedErrorId | Should -Be 'UpgradeBlocked,Aegir.PowerShell.InvokeAegirUpgradeCommand'
        $trouble[0].CategoryInfo.Category | Should -Be 'InvalidOperation'
        $trouble[0].TargetObject | Should -BeOfType Aegir.Site
        $trouble[0].TargetObject.Name | Should -Be 'blocked.example'
        "$($trouble[0])" | Should -Match 'legacy_widget'
        $trouble[0].ErrorDetails.RecommendedAction | Should -Match '-AllowMissing'

        (Get-AegirSite -Platform 'Drupal 10.3.6').Name | Should -Be 'a.example', 'b.example', 'c.example'
        Assert-Whole $root a.example, b.example, c.example, blocked.example
    }

    It 'says of a site on the target that it is up to date, which is no error' {
        $result = Invoke-AegirUpgrade a.example -Force -ErrorVariable trouble
        $result.Outcome | Should -Be 'UpToDate'
        $trouble | Should -BeNullOrEmpty
    }

    It 'keeps a log of each' {
        $task = Get-AegirTask a.example -Type upgrade
        $task.Status | Should -BeIn 'Success', 'Warning'
        ($task | Get-AegirTaskLog).Count | Should -BeGreaterThan 2
    }

    It 'has a backup of each' {
        (Get-AegirSite a.example | Get-AegirBackup).Size | Should -BeGreaterThan 0
    }

    It 'takes one back' {
        $result = Undo-AegirUpgrade a.example -Confirm:$false
        $result.Outcome | Should -Be 'Undone'
        (Get-AegirSite a.example).Platform | Should -Be 'Drupal 10.1.5'
        Assert-Whole $root a.example
    }

    It 'tells where there is nothing to go back to' {
        Undo-AegirUpgrade blocked.example -Force -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'NothingKept,Aegir.PowerShell.UndoAegirUpgradeCommand'
        $trouble[0].TargetObject.Name | Should -Be 'blocked.example'
    }

    It 'lets a missing module go with -AllowMissing' {
        $result = Invoke-AegirUpgrade blocked.example -Force -AllowMissing legacy_widget
        $result.Outcome | Should -Be 'Upgraded'
        Assert-Whole $root blocked.example
    }

    It 'takes a platform for all its sites' {
        $results = Get-AegirPlatform 'Drupal 10.1.5' | Invoke-AegirUpgrade -Force
        $results.Site | Should -Be 'a.example'
        $results.Outcome | Should -Be 'Upgraded'
    }
}

Describe 'An upgrade that fails' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example, c.example
        $null = & "$PSScriptRoot/../fixtures/make-site" "$root/old" faulty.example minimal sqlite --module=faulty
        Initialize-Hub $root
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'is put back and told of, naming the step and what to do, and ends the pipeline with -ErrorAction Stop' {
        $trouble = { Invoke-AegirUpgrade faulty.example -Force -ErrorAction Stop } | Should -Throw -PassThru -ErrorId 'UpgradeFailed,*'
        $trouble.CategoryInfo.Category | Should -Be 'OperationStopped'
        $trouble.TargetObject.Name | Should -Be 'faulty.example'
        "$trouble" | Should -Match "failed at '\w+'"
        $trouble.ErrorDetails.RecommendedAction | Should -Match 'Get-AegirTaskLog -Id \d+'
        Assert-Whole $root faulty.example
    }

    It 'stops the canary''s followers' {
        $results = 'faulty.example', 'a.example' | Invoke-AegirUpgrade -Force -Canary 1 -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
        ($results | Where-Object Site -EQ faulty.example).Outcome | Should -Be 'RolledBack'
        ($results | Where-Object Site -EQ a.example).Outcome | Should -Be 'Skipped'
        "$warnings" | Should -Match 'a.example was not begun'
    }

    It 'stops the batch with -MaxFailure' {
        $results = 'faulty.example', 'a.example' | Invoke-AegirUpgrade -Force -MaxFailure 0 -ThrottleLimit 1 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        ($results | Where-Object Site -EQ a.example).Outcome | Should -Be 'Skipped'
    }

    It 'lets the others go on' {
        $results = Get-AegirSite | Invoke-AegirUpgrade -Force -ErrorVariable trouble -ErrorAction SilentlyContinue
        ($results | Where-Object Outcome -EQ Upgraded).Count | Should -Be 3
        $trouble.Count | Should -Be 1
        Assert-Whole $root a.example, b.example, c.example, faulty.example
    }

    It 'can be piped on: failed results are taken as sites' {
        $null = $results
        $failed = Get-AegirSite faulty.example | Invoke-AegirUpgrade -Force -ErrorAction SilentlyContinue
        ($failed | Get-AegirSite).Name | Should -Be 'faulty.example'
        ($failed | Get-AegirTaskLog -Level Error).Count | Should -BeGreaterThan 0
    }
}

Describe 'What is told meanwhile' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example
        Initialize-Hub $root
        Set-Switch "$root/new" STANDIN_SLEEP_UPDATEDB 1.5
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'shows how far it is with plans, before anything is asked, and takes that off the screen' {
        Set-Content "$root/slow-php" "#!/bin/sh`nsleep 1.2`nexec php `"`$@`""
        chmod +x "$root/slow-php"
        Set-AegirServer server_master -Php "$root/slow-php"
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-ManifestPath)'; `$null = Connect-AegirHub '$root/hub.db'; Get-AegirSite | Invoke-AegirUpgrade -WhatIf -ThrottleLimit 1").Invoke()
            $whole = @($shell.Streams.Progress | Where-Object ActivityId -EQ 46100)
            $whole[0].Activity | Should -Be 'Planning upgrades'
            $whole[0].StatusDescription | Should -Be '1 of 2 done, 1 under way'
            $whole[-1].RecordType | Should -Be 'Completed'
        }
        finally {
            $shell.Dispose()
            Set-AegirServer server_master -Php php
        }
    }

    It 'shows progress of the whole and of each site, and takes it off the screen at the end' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-ManifestPath)'; `$null = Connect-AegirHub '$root/hub.db'; Get-AegirSite | Invoke-AegirUpgrade -Force -Verbose").Invoke()
            $records = @($shell.Streams.Progress | Where-Object ActivityId -GE 46100)
            $whole = @($records | Where-Object ActivityId -EQ 46100)
            $whole[0].Activity | Should -Be 'Upgrading sites'
            $whole[0].StatusDescription | Should -Match '\d of 2 done'
            $whole[-1].RecordType | Should -Be 'Completed'
            $children = @($records | Where-Object ParentActivityId -EQ 46100)
            $children.Activity | Sort-Object -Unique | Should -Be 'a.example', 'b.example'
            foreach ($id in $children.ActivityId | Sort-Object -Unique) {
                ($children | Where-Object ActivityId -EQ $id)[-1].RecordType | Should -Be 'Completed'
            }
            # At most five a second, for a run of some seconds.
            $whole.Count | Should -BeLessThan 40
            $shell.Streams.Verbose.Count | Should -BeGreaterThan 0
        }
        finally { $shell.Dispose() }
    }

    It 'shows none for what is done within a second' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-ManifestPath)'; `$null = Connect-AegirHub '$root/hub.db'; Get-AegirPlatform | Invoke-AegirVerify").Invoke()
            $shell.Streams.Progress | Where-Object ActivityId -GE 46100 | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }
}

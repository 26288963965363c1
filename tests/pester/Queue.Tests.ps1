#requires -Version 7.4
# Work that is handed in and done later.

BeforeDiscovery { Import-Module "$PSScriptRoot/Helpers.psm1" -Force; $script:can = Test-StandIn }

Describe 'Queue' -Skip:(-not $can) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Helpers.psm1" -Force
        Import-Module (Get-ManifestPath) -Force
        $folder = New-TestFolder
        New-StandIn $folder -Site one.example.test, two.example.test, three.example.test
        Initialize-Hub $folder
    }

    AfterAll {
        Disconnect-AegirHub
        Remove-TestFolder $folder
    }

    It 'returns tasks at once and does nothing yet' {
        $tasks = 'one.example.test', 'two.example.test' | Backup-AegirSite -AsTask -Description later
        $tasks.Status | Should -Be 'Queued', 'Queued'
        $tasks[0] | Should -BeOfType Aegir.AegirTask
        $tasks[0].Waiting | Should -BeLike '*waiting for a worker*'
        Get-AegirBackup | Should -BeNullOrEmpty
        (Get-AegirQueue).Queued | Should -Be 2
    }

    It 'does with -WhatIf nothing at all' {
        Invoke-AegirQueue -WhatIf | Should -BeNullOrEmpty
        Invoke-AegirVerify -Site one.example.test -AsTask -WhatIf | Should -BeNullOrEmpty
        (Get-AegirQueue).Queued | Should -Be 2
    }

    It 'works the queue off and returns what ended' {
        $ended = Invoke-AegirQueue -MaxLoad 0
        $ended.Status | Should -Be 'Success', 'Success'
        (Get-AegirBackup).Description | Should -Be 'later', 'later'
    }

    It 'completes the numbers of what is there, the newest first' {
        $numbers = { param($line) (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText }
        & $numbers 'Restore-AegirSite ' | Should -Be @((Get-AegirBackup).Id | Sort-Object -Descending)
        & $numbers 'Get-AegirTaskLog ' | Should -Be @((Get-AegirTask).Id)
    }

    It 'removes backups when their turn has come' {
        $tasks = Remove-AegirBackup -Site one.example.test, two.example.test -AsTask -Force
        $tasks.Type | Sort-Object -Unique | Should -Be 'remove-backup'
        Get-AegirBackup | Should -HaveCount 2
        (Invoke-AegirQueue -MaxLoad 0).Status | Should -Be 'Success', 'Success'
        Get-AegirBackup | Should -BeNullOrEmpty
    }

    It 'registers a platform after the task that it is to follow' {
        $first = Invoke-AegirVerify -Platform 'Drupal 10.3.6' -AsTask
        $platform = New-AegirPlatform Copied -CopyOf "$folder/new" -AsTask -Priority 3 -After $first
        $platform.Type, $platform.Priority | Should -Be 'build', 3
        $platform.Waiting | Should -BeLike "waiting for task $($first.Id)*"
        (Invoke-AegirQueue -MaxLoad 0).Target | Should -Be 'Drupal 10.3.6', 'Copied'
        (Get-AegirPlatform Copied).CoreVersion | Should -Be '10.3.6'
        Remove-AegirPlatform Copied -DeleteFiles -Force
    }

    It 'cancels, restarts, waits and follows' {
        $task = Invoke-AegirVerify -Site one.example.test -AsTask -NotBefore (Get-Date).AddHours(1)
        $task.Waiting | Should -BeLike 'waiting until*'
        ($task | Stop-AegirTask).Status | Should -Be 'Warning'
        ($task | Get-AegirTaskLog).Message | Should -Be 'Cancelled on request.'
        $again = $task | Restart-AegirTask
        $again.RetryOf | Should -Be $task.Id
        $late = $again | Wait-AegirTask -Timeout 0 -ErrorVariable trouble -ErrorAction SilentlyContinue
        $late.Status | Should -Be 'Queued'
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotEnded*'
        Invoke-AegirQueue -MaxLoad 0 | Should -HaveCount 1
        ($again | Wait-AegirTask).Status | Should -Be 'Success'
        $again | Get-AegirTaskLog -Follow | Should -Not -BeNullOrEmpty
        (Get-AegirTask -Id $task.Id).Status | Should -Be 'Warning'
    }

    It 'upgrades a batch whose canary goes first' {
        $tasks = Get-AegirSite -Status Enabled | Invoke-AegirUpgrade -AsTask -Canary 1 -MaxFailure 0 -Confirm:$false
        $tasks | Should -HaveCount 3
        $tasks[1].Batch | Should -Be $tasks[0].Batch
        $tasks[1].Waiting | Should -BeLike '*canar*'
        $null = Invoke-AegirQueue -MaxLoad 0
        Get-AegirTask -Batch $tasks[0].Batch | ForEach-Object Status | Should -Not -Contain 'Queued'
        (Get-AegirSite).Platform | Sort-Object -Unique | Should -Be 'Drupal 10.3.6'
    }

    It 'tells a failed task as an error and goes on' {
        $null = Move-AegirSite one.example.test 'Drupal 10.3.6' -AsTask -Force
        $null = Invoke-AegirVerify -Site two.example.test -AsTask
        $ended = Invoke-AegirQueue -MaxLoad 0 -ThrottleLimit 1 -ErrorVariable trouble -ErrorAction SilentlyContinue
        $ended.Status | Should -Be 'Error', 'Success'
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'TaskFailed*'
    }

    It 'keeps to the number of tasks' {
        $null = Get-AegirSite | Invoke-AegirVerify -AsTask
        Invoke-AegirQueue -MaxLoad 0 -MaxTasks 1 | Should -HaveCount 1
        (Get-AegirQueue).Queued | Should -Be 2
    }
}

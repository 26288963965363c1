BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
    $terminal = $standIn -and (Test-Terminal)
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'Stopping a batch of upgrades' -Skip:(-not $standIn) {
    BeforeEach {
        $root = New-TestFolder
        $sites = 'a.example', 'b.example', 'c.example', 'd.example'
        New-StandIn $root -Site $sites
        Initialize-Hub $root
    }

    AfterEach { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'stops after the first with Select-Object -First 1, and leaves all sites whole' {
        $first = Get-AegirSite | Invoke-AegirUpgrade -Force -ThrottleLimit 2 | Select-Object -First 1
        $first.Outcome | Should -Be 'Upgraded'
        Assert-Whole $root $sites
        (Get-AegirSite -Platform 'Drupal 10.1.5').Count | Should -BeGreaterThan 0
    }

    It 'stops within seconds when the pipeline is stopped, and puts back what is under way' {
        Set-Switch "$root/new" STANDIN_MARK "$root/marks"
        Set-Switch "$root/new" STANDIN_HOLD_UPDATEDB "$root/hold"
        $null = New-Item -ItemType Directory "$root/marks"
        Set-Content "$root/hold" x
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-ManifestPath)'; `$null = Connect-AegirHub '$root/hub.db'; Get-AegirSite | Invoke-AegirUpgrade -Force -ThrottleLimit 2")
            $running = $shell.BeginInvoke()
            Wait-Until { Test-Path "$root/marks/UPDATEDB" }
            $clock = [Diagnostics.Stopwatch]::StartNew()
            # What was under way would go on for as long as it is held.
            $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            Write-Host "    stopped after $($clock.ElapsedMilliseconds) ms"
            $running.IsCompleted | Should -BeTrue
        }
        finally { $shell.Dispose() }
        Remove-Item "$root/hold"
        Clear-Switch "$root/new"
        (Get-AegirSite).Platform | Sort-Object -Unique | Should -Be 'Drupal 10.1.5'
        Assert-Whole $root $sites
        # Nothing is held any more.
        $results = Get-AegirSite | Invoke-AegirUpgrade -Force
        $results.Outcome | Sort-Object -Unique | Should -Be 'Upgraded'
    }

    It 'stops with Ctrl-C at a real terminal' -Skip:(-not $terminal) {
        Set-Switch "$root/new" STANDIN_MARK "$root/marks"
        Set-Switch "$root/new" STANDIN_HOLD_UPDATEDB "$root/hold"
        $null = New-Item -ItemType Directory "$root/marks"
        Set-Content "$root/hold" x
        Set-Content "$root/upgrade.ps1" @"
Import-Module '$(Get-ManifestPath)'; `$null = Connect-AegirHub '$root/hub.db'
Get-AegirSite | Invoke-AegirUpgrade -Force
Set-Content '$root/after' x
"@
        # A server of its own, so that nobody's session is touched.
        $tmux = '-S', "$root/tmux"
        & tmux @tmux -f /dev/null new-session -d -x 120 -y 30 "pwsh -NoProfile -File '$root/upgrade.ps1'; touch '$root/ended'"
        try {
            Wait-Until { Test-Path "$root/marks/UPDATEDB" }
            $clock = [Diagnostics.Stopwatch]::StartNew()
            & tmux @tmux send-keys C-c
            try { Wait-Until { Test-Path "$root/ended" } -Seconds 45 }
            catch { throw "$_ On the screen: $(& tmux @tmux capture-pane -p) Still there: $(& ps -eo pid,ppid,stat,etimes,args | Select-String -SimpleMatch $root)" }
            Write-Host "    at the prompt after $($clock.ElapsedMilliseconds) ms"
        }
        finally { & tmux @tmux kill-server 2>$null }
        Test-Path "$root/after" | Should -BeFalse
        Remove-Item "$root/hold"
        Clear-Switch "$root/new"
        Assert-Whole $root $sites
        (Get-AegirSite).Platform | Sort-Object -Unique | Should -Be 'Drupal 10.1.5'
    }

    It 'is at the prompt after Ctrl-C while the undo goes on behind it: <Then>' -Skip:(-not $terminal) -ForEach @(
        @{ Then = 'the next command tells how it ended'; Leave = $false }, @{ Then = 'a session that ends waits for it'; Leave = $true }
    ) {
        Set-Switch "$root/new" STANDIN_MARK "$root/marks"
        Set-Switch "$root/new" STANDIN_HOLD_UPDATEDB "$root/hold"
        $null = New-Item -ItemType Directory "$root/marks", "$root/bin"
        Set-Content "$root/hold" x
        # Nothing is deleted, and so nothing undone, before the test lets it.
        Set-Content "$root/bin/rm" "#!/bin/sh`nn=0`nwhile [ -e '$root/slow' ] && [ `$n -lt 600 ]; do touch '$root/slowed'; sleep 0.1; n=`$((n+1)); done`nexec /bin/rm `"`$@`""
        & chmod +x "$root/bin/rm"
        Start-Terminal $root "`$null = Connect-AegirHub '$root/hub.db'" -Environment "PATH='$root/bin':`$PATH"
        try {
            $own = Measure-CtrlC $root
            Send-Key $root 'Invoke-AegirUpgrade a.example -Force', Enter
            Wait-Until { Test-Path "$root/marks/UPDATEDB" }
            Set-Content "$root/slow" x
            Wait-Until { "$(Get-Screen $root)" -match 'Upgrading sites' }
            Write-Host "    at the prompt after $(Stop-AtTerminal $root) ms; after $own ms where PowerShell is stopped in Start-Sleep"
            Wait-Until { Test-Path "$root/slowed" }
            $task = Get-AegirTask a.example -Type upgrade
            $task.Status | Should -Be 'Processing'
            # Nor is there anything left of the progress.
            "$(Get-Screen $root)" | Should -Not -Match 'Upgrading sites'
            # Once.
            "$(Get-Screen $root)" -split 'still being undone' | Should -HaveCount 2
            "$(Get-Screen $root)" | Should -Match "Task $($task.Id) \(upgrade a\.example\): still being undone"
            # Nobody else takes it over meanwhile.
            Invoke-AegirVerify a.example -ErrorVariable trouble -ErrorAction SilentlyContinue
            $trouble[0].FullyQualifiedErrorId | Should -BeLike 'TargetBusy,*'
            if ($Leave) {
                Send-Key $root exit, Enter
                Remove-Item "$root/slow"
                Wait-Until { Test-Path "$root/ended" }
            }
            else {
                Remove-Item "$root/slow"
                $null = Wait-AegirTask $task.Id -Timeout 30
                Send-Key $root 'Get-AegirQueue | Out-Null', Enter
                Wait-Until { "$(Get-Screen $root)" -match "Task $($task.Id) \(upgrade a\.example\) was stopped" }
            }
        }
        finally { Stop-Terminal $root }
        $ended = Get-AegirTask -Id $task.Id -WarningVariable recovered -WarningAction SilentlyContinue
        $recovered | Should -BeNullOrEmpty
        $ended.Status, $ended.Message | Should -Be 'Interrupted', 'updates: It was stopped; what had been done was undone.'
        Remove-Item "$root/hold"
        Clear-Switch "$root/new"
        Assert-Whole $root $sites
    }

    It 'puts right at the next command what a killed process left' {
        Set-Switch "$root/new" STANDIN_MARK "$root/marks"
        Set-Switch "$root/new" STANDIN_HOLD_UPDATEDB "$root/hold"
        $null = New-Item -ItemType Directory "$root/marks"
        Set-Content "$root/hold" x
        Set-Content "$root/upgrade.ps1" "Import-Module '$(Get-ManifestPath)'; `$null = Connect-AegirHub '$root/hub.db'; Invoke-AegirUpgrade a.example -Force"
        $process = Start-Process pwsh -PassThru -ArgumentList '-NoProfile', '-NonInteractive', '-File', "$root/upgrade.ps1" -RedirectStandardOutput "$root/out.txt" -RedirectStandardError "$root/err.txt"
        Wait-Until { Test-Path "$root/marks/UPDATEDB" }
        Stop-Process -Id $process.Id -Force
        $process.WaitForExit()

        # With -WhatIf nothing is written, not even this.
        & { $WhatIfPreference = $true; Get-AegirSite a.example -WarningVariable script:quiet } | Should -Not -BeNullOrEmpty
        $quiet | Should -BeNullOrEmpty
        $site = Get-AegirSite a.example -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'upgrade a.example.*cut off'
        $site.Platform | Should -Be 'Drupal 10.1.5'
        Clear-Switch "$root/new"
        Assert-Whole $root $sites
    }

    It 'works with one at a time and with many more events than fit' {
        $results = Get-AegirSite | Invoke-AegirUpgrade -Force -ThrottleLimit 1 -Verbose 4>$null
        $results.Outcome | Sort-Object -Unique | Should -Be 'Upgraded'
        $results.Count | Should -Be 4
    }

    It 'puts back what is under way when something upstream or downstream breaks: <Where>' -ForEach @(
        @{ Where = 'upstream'; Broken = { & { 'a.example'; 'b.example'; Wait-Until { Test-Path "$root/marks/UPDATEDB" }; throw 'broken' } | Invoke-AegirUpgrade -Force } }
        @{ Where = 'downstream'; Broken = { 'a.example', 'd.example' | Invoke-AegirUpgrade -Force -ThrottleLimit 1 | ForEach-Object { throw 'broken' } } }
    ) {
        $null = New-Item -ItemType Directory "$root/marks"
        Set-Switch "$root/new" STANDIN_MARK "$root/marks"
        Set-Switch "$root/new" STANDIN_SLEEP_UPDATEDB 1
        $Broken | Should -Throw 'broken'
        Clear-Switch "$root/new"
        Assert-Whole $root $sites
        (Get-AegirSite -Platform 'Drupal 10.1.5').Count | Should -BeGreaterThan 2
        # Nothing is held any more.
        (Get-AegirSite -Outdated | Invoke-AegirUpgrade -Force).Outcome | Sort-Object -Unique | Should -Be 'Upgraded'
    }

    It 'stops at the first failure with -ErrorAction Stop, and leaves all sites whole' {
        Set-Switch "$root/new" STANDIN_FAIL_UPDATEDB 1
        { Get-AegirSite | Invoke-AegirUpgrade -Force -ErrorAction Stop -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'UpgradeFailed,*'
        Clear-Switch "$root/new"
        (Get-AegirSite).Platform | Sort-Object -Unique | Should -Be 'Drupal 10.1.5'
        Assert-Whole $root $sites
    }
}

Describe 'A batch that is larger than what is held in between' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root
        $null = Connect-AegirHub "$root/hub.db"
        $null = New-AegirPlatform Old "$root/old"
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'does not stand still: <Limit> at a time, read slowly' -ForEach @{ Limit = 1 }, @{ Limit = 16 } {
        $folders = 1..200 | ForEach-Object { "nothing-$_.example" }
        $trouble = @(Import-AegirSite Old -Directory $folders -ThrottleLimit $Limit -Verbose 2>&1 4>$null | ForEach-Object { if ($_.TargetObject.Directory -like '*00.example') { Start-Sleep -Milliseconds 300 }; $_ })
        $trouble.Count | Should -Be 200
        $trouble.FullyQualifiedErrorId | Sort-Object -Unique | Should -HaveCount 1
    }
}

# A store that does not answer, behind a prompt.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $away = (Test-StandIn) -and (Test-Terminal) -and (Get-PostgreSqlPath)
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'Ctrl-C while the hub''s store does not answer' -Skip:(-not $away) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example
        $server = Start-PostgreSql $root
        $connection = "Host=$root/run;Database=postgres;Username=aegir"
        Initialize-Hub $root -ConnectionString $connection
        Start-Terminal $root "`$null = Connect-AegirHub -ConnectionString '$connection'"
        $own = Measure-CtrlC $root

        # Somebody's transaction, in whose way all others are; ends when its line of input does.
        function Start-Lock {
            param([string] $Statement)

            $start = [Diagnostics.ProcessStartInfo]::new("$(Get-PostgreSqlPath)/psql", [string[]] ('-XqAt', '-h', "$root/run", '-U', 'aegir', 'postgres'))
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
            $process = [Diagnostics.Process]::Start($start)
            $process.StandardInput.WriteLine("BEGIN; $Statement; SELECT 'locked';")
            while ($process.StandardOutput.ReadLine() -ne 'locked') { if ($process.HasExited) { throw 'psql has ended.' } }
            $process
        }

        function Stop-Lock { param($Process) $Process.StandardInput.Close(); $Process.WaitForExit() }

        # What is typed must not be taken for what came of it.
        function Send-Command {
            param([string] $Command)

            Send-Key $root "Clear-Host; Set-Content '$root/begun' x; $Command", Enter
            Wait-Until { Test-Path "$root/begun" }
            Remove-Item "$root/begun"
        }

        function Get-Waiting { & "$(Get-PostgreSqlPath)/psql" -XqAt -h "$root/run" -U aegir postgres -c "SELECT count(*) FROM pg_locks WHERE NOT granted" }
    }

    AfterAll { Stop-Terminal $root; Disconnect-AegirHub; Stop-PostgreSql $server; Remove-TestFolder $root }

    It 'ends a question' {
        $lock = Start-Lock 'LOCK TABLE site'
        try {
            Send-Command 'Get-AegirSite'
            Wait-Until { (Get-Waiting) -gt 0 }
            Write-Host "    at the prompt after $(Stop-AtTerminal $root) ms; after $own ms where PowerShell is stopped in Start-Sleep"
            "$(Get-Screen $root)" | Should -Not -Match 'Exception|Error|cancel'
        }
        finally { Stop-Lock $lock }
        Send-Command 'Get-AegirSite'
        Wait-Until { "$(Get-Screen $root)" -match 'a\.example +Enabled' }
    }

    It 'ends a change, says that it may have happened, and does not do it later' {
        $lock = Start-Lock "SELECT pg_advisory_xact_lock(1095059273, hashtext(current_schema()))"
        try {
            Send-Command 'New-AegirDistribution Late'
            Wait-Until { (Get-Waiting) -gt 0 }
            Write-Host "    at the prompt after $(Stop-AtTerminal $root) ms"
            "$(Get-Screen $root)" | Should -Match 'may have been written or not'
        }
        finally { Stop-Lock $lock }
        Wait-Until { (Get-Waiting) -eq 0 }
        # Who writes after it has seen what became of it.
        $null = New-AegirDistribution Next
        (Get-AegirDistribution).Name | Should -Not -Contain 'Late'
    }

    It 'ends looking for a server that takes connections and is silent' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try {
            Send-Command "Connect-AegirHub -ConnectionString 'Host=127.0.0.1;Port=$($listener.LocalEndpoint.Port);Database=aegir;Username=me;Timeout=300'"
            Wait-Until { $listener.Pending() }
            Write-Host "    at the prompt after $(Stop-AtTerminal $root) ms"
            "$(Get-Screen $root)" | Should -Not -Match 'Exception|Error|HubUnreachable'
        }
        finally { $listener.Stop() }
        # The hub that was open is open still.
        Send-Command 'Get-AegirSite'
        Wait-Until { "$(Get-Screen $root)" -match 'a\.example +Enabled' }
    }

    It 'ends an upgrade, by the number of its task, and the next command tells how that ended' {
        $null = New-Item -ItemType Directory "$root/marks"
        Set-Switch "$root/new" STANDIN_MARK "$root/marks"
        Set-Switch "$root/new" STANDIN_HOLD_UPDATEDB "$root/hold"
        Set-Content "$root/hold" x
        Send-Command 'Invoke-AegirUpgrade a.example -Force'
        Wait-Until { Test-Path "$root/marks/UPDATEDB" }
        $task = Get-AegirTask a.example -Type upgrade
        Suspend-PostgreSql $server
        try {
            Write-Host "    at the prompt after $(Stop-AtTerminal $root) ms"
            "$(Get-Screen $root)" | Should -Match "Task $($task.Id): still being undone"
            # The next command asks the store, and can be left as well.
            Send-Command 'Get-AegirTask'
            $null = Stop-AtTerminal $root
        }
        finally { Resume-PostgreSql $server }
        Remove-Item "$root/hold"
        $null = Wait-AegirTask $task.Id -Timeout 60
        Clear-Switch "$root/new"
        Send-Command 'Get-AegirQueue | Out-Null'
        Wait-Until { "$(Get-Screen $root)" -match "Task $($task.Id) \(upgrade a\.example\) was stopped" }
        Assert-Whole $root a.example
        (Get-AegirSite).Platform | Should -Be 'Drupal 10.1.5'
    }

    # It is waited for, for a minute.
    It 'is not all that ends a command: a server that does not come back does, once' -Skip:(-not $env:AEGIR_TEST_THOROUGH) {
        Stop-PostgreSql $server
        $trouble = { Get-AegirSite } | Should -Throw -PassThru -ErrorId 'HubUnreachable,Aegir.PowerShell.GetAegirSiteCommand'
        $trouble.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
    }
}

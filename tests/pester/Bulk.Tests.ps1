BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $root = New-TestFolder
    Import-Module (New-NothingModule $root)
    $null = Connect-AegirHub "$root/hub.db"

    function New-Site([string[]] $Name) { $Name | ForEach-Object { [Aegir.Site]@{ Name = $_ } } }
}

AfterAll { [InvokeNothingCommand]::Slots = 256; Disconnect-AegirHub; Remove-TestFolder $root }

Describe 'Work in bulk' {
    It 'does not stand still with room for <Slots>, <Limit> at a time' -ForEach @(
        @{ Slots = 1; Limit = 1 }, @{ Slots = 1; Limit = 16 }, @{ Slots = 2; Limit = 3 }
    ) {
        [InvokeNothingCommand]::Slots = $Slots
        $done = New-Site (1..300 | ForEach-Object { "s$_.example" }) | Invoke-Nothing -ThrottleLimit $Limit -Tell 5 -Verbose 4>$null
        $done | Sort-Object -Unique | Should -HaveCount 300
        [InvokeNothingCommand]::Slots = 256
    }

    It 'puts out each as it is done, while others are still to come' {
        # What comes later can only come once the first was seen.
        $seen = [Collections.Generic.List[string]]::new()
        $feed = {
            New-Site first.example
            foreach ($try in 1..200) { if ($seen.Contains('first.example')) { break }; New-Site "more$try.example"; Start-Sleep -Milliseconds 50 }
        }
        & $feed | Invoke-Nothing | ForEach-Object { $seen.Add($_) }
        $seen.Count | Should -BeLessThan 200
        $seen[0] | Should -Be 'first.example'
    }

    It 'says what it would do with -WhatIf, and asks before any is begun with -Confirm' {
        New-Site a.example, b.example | Invoke-Nothing -WhatIf | Should -BeNullOrEmpty
        { New-Site a.example | Invoke-Nothing -Confirm -ErrorAction Stop } | Should -Throw
    }
}

Describe 'Progress of work that ends early' {
    It 'is taken off the screen after <What>' -ForEach @(
        @{ What = 'Select-Object -First 1'; Last = 'last.example'; Rest = 'Where-Object { $_ -eq ''last.example'' } | Select-Object -First 1' }
        @{ What = 'an error downstream'; Last = 'last.example'; Rest = 'ForEach-Object { if ($_ -eq ''last.example'') { throw ''broken'' } }' }
        @{ What = 'an error that stops'; Last = 'bad.example'; Rest = 'Out-Null' }
        @{ What = 'an error upstream'; Last = $null; Rest = 'Out-Null' }
    ) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                    param($Manifest, $Module, $Hub, $Last, $Rest)

                    Import-Module $Manifest, $Module
                    $null = Connect-AegirHub $Hub
                    # Progress is shown of what takes longer than a second, when the next is given to it.
                    $feed = {
                        [Aegir.Site]@{ Name = 'endless.example' }
                        Start-Sleep -Milliseconds 1200
                        [Aegir.Site]@{ Name = 'next.example' }
                        Start-Sleep -Milliseconds 100
                        if ($Last) { [Aegir.Site]@{ Name = $Last }; [Aegir.Site]@{ Name = 'endless-too.example' } } else { throw 'broken' }
                    }
                    try { . ([scriptblock]::Create("& `$feed | Invoke-Nothing -ErrorAction Stop | $Rest")) } catch { $_ }
                }).AddParameters(@{ Manifest = Get-ManifestPath; Module = "$root/Nothing.dll"; Hub = "$root/progress.db"; Last = $Last; Rest = $Rest })
            $running = $shell.BeginInvoke()
            $running.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $records = @($shell.Streams.Progress | Where-Object ActivityId -GE 46100)
            $records.RecordType | Should -Contain 'Processing'
            $records | Group-Object ActivityId | ForEach-Object { $_.Group[-1].RecordType | Should -Be 'Completed' }
        }
        finally { $shell.Dispose() }
    }
}

Describe 'Work in bulk -AsJob' {
    AfterEach { Get-Job | Where-Object PSJobTypeName -EQ AegirJob | Remove-Job -Force }

    It 'is a job with a child for each, whose failures are named' {
        $job = New-Site good.example, bad.example | Invoke-Nothing -AsJob -Tell 1 -Verbose
        $job.PSJobTypeName | Should -Be 'AegirJob'
        (Get-Job -Id $job.Id).ChildJobs.Name | Should -Be 'good.example', 'bad.example'
        $null = Wait-Job $job -Timeout 30
        $job.State | Should -Be 'Failed'
        $job.ChildJobs.State | Should -Be 'Completed', 'Failed'
        $received = Receive-Job $job -ErrorVariable trouble -ErrorAction SilentlyContinue -Verbose 4>&1
        $received | Should -Contain 'good.example'
        "$received" | Should -Match 'good.example: event 0'
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'NothingFailed*'
        $trouble[0].TargetObject.Name | Should -Be 'bad.example'
        $trouble[0].ErrorDetails.RecommendedAction | Should -Be 'Take another.'
        $job.ChildJobs[1].JobStateInfo.State | Should -Be 'Failed'
    }

    It 'goes on when the session closes its hub' {
        $job = New-Site good.example | Invoke-Nothing -AsJob -Endless
        Disconnect-AegirHub
        Start-Sleep -Milliseconds 300
        $job.State | Should -Be 'Running'
        $null = Connect-AegirHub "$root/hub.db"
    }

    It 'stops with Stop-Job' {
        $job = New-Site a.example, b.example, c.example | Invoke-Nothing -AsJob -Endless -ThrottleLimit 2
        Wait-Until { $job.State -eq 'Running' }
        Stop-Job $job
        $job.State | Should -Be 'Stopped'
        $job.ChildJobs.State | Sort-Object -Unique | Should -Be 'Stopped'
    }

    It 'makes none with -WhatIf' {
        New-Site a.example | Invoke-Nothing -AsJob -WhatIf | Should -BeNullOrEmpty
    }

    It 'does real work, and gives what the cmdlet would have written' -Skip:(-not $standIn) {
        New-StandIn "$root/sites" -Site a.example, b.example
        Initialize-Hub "$root/sites"
        $backups = Get-AegirSite | Backup-AegirSite -AsJob | Receive-Job -Wait -AutoRemoveJob
        $backups | Should -BeOfType ([Aegir.Backup])
        $backups.Site | Sort-Object | Should -Be 'a.example', 'b.example'
        Get-Job | Where-Object PSJobTypeName -EQ AegirJob | Should -BeNullOrEmpty
        $null = Connect-AegirHub "$root/hub.db"
    }

    It 'is there wherever many things are worked on' {
        $bulk = Get-Command -Module Aegir.PowerShell | Where-Object { $type = $_.ImplementingType; while ($type -and $type.Name -ne 'BulkCmdlet`1') { $type = $type.BaseType }; $type }
        $bulk.Count | Should -BeGreaterThan 12
        $bulk | Where-Object { -not $_.Parameters.ContainsKey('AsJob') } | Should -BeNullOrEmpty
    }
}

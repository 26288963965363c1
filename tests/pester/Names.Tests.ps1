BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'Naming things' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example, other.test
        Initialize-Hub $root
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    Context 'by wildcard and by name' {
        It 'finds by wildcard' {
            (Get-AegirSite *.example).Name | Should -Be 'a.example', 'b.example'
            (Get-AegirPlatform 'Drupal 10.?.*').Name | Should -Be 'Drupal 10.1.5', 'Drupal 10.3.6'
            (Get-AegirServer server_*).Name | Should -Be 'server_master'
            (Get-AegirSite '[a-b].example').Name | Should -Be 'a.example', 'b.example'
            (Get-AegirDistribution drupal*).Name | Should -Be 'Drupal10'
        }

        It 'says nothing about a wildcard that matches nothing' {
            Get-AegirSite nothing* -ErrorVariable trouble | Should -BeNullOrEmpty
            $trouble | Should -BeNullOrEmpty
        }

        It 'tells of a name that nothing has: <Id>' -ForEach @(
            @{ Id = 'SiteNotFound'; Command = { Get-AegirSite nowhere.example } }
            @{ Id = 'PlatformNotFound'; Command = { Get-AegirPlatform Nothing } }
            @{ Id = 'DistributionNotFound'; Command = { Get-AegirDistribution Nothing } }
            @{ Id = 'ServerNotFound'; Command = { Get-AegirServer Nothing } }
            @{ Id = 'DistributionNotFound'; Command = { Get-AegirSite -Distribution Nothing } }
            @{ Id = 'PlatformNotFound'; Command = { Get-AegirPackage Nothing } }
            @{ Id = 'SiteNotFound'; Command = { Invoke-AegirUpgrade nowhere.example -Confirm:$false } }
            @{ Id = 'SiteNotFound'; Command = { Undo-AegirUpgrade nowhere.example -Confirm:$false } }
            @{ Id = 'TaskNotFound'; Command = { Get-AegirTask -Id 99999 } }
            @{ Id = 'TaskNotFound'; Command = { Get-AegirTaskLog -Id 99999 } }
            # Where one is meant, a pattern is none, whatever it would match.
            @{ Id = 'PlatformNotFound'; Command = { Set-AegirDistributionTarget Drupal10 -Platform 'Drupal 10*' } }
            @{ Id = 'DistributionNotFound'; Command = { Set-AegirDistributionTarget 'Drupal*' -None } }
            @{ Id = 'PlatformNotFound'; Command = { Move-AegirSite a.example -Platform 'Drupal 10.3*' -Confirm:$false } }
            @{ Id = 'SiteNotFound'; Command = { Rename-AegirSite '?.example' -NewName c.example -Confirm:$false } }
            @{ Id = 'SiteNotFound'; Command = { Copy-AegirSite '?.example' -NewName c.example -Platform 'Drupal 10.3.6' } }
            @{ Id = 'PlatformNotFound'; Command = { Get-AegirSite -Platform 'Drupal 10*' } }
        ) {
            $trouble = & $Command 2>&1
            $trouble.Count | Should -Be 1
            $trouble[0].FullyQualifiedErrorId | Should -BeLike "$Id,Aegir.PowerShell.*"
            $trouble[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $trouble[0].ErrorDetails.RecommendedAction | Should -Match 'Get-Aegir'
        }

        It 'says with an id what is wrong with a pattern' -ForEach @(
            { Get-AegirPlatform $wide }, { Get-AegirSite $wide }, { Get-AegirTask $wide }, { Get-AegirWebhook $wide }, { Backup-AegirSite $wide }, { Get-AegirPackage -Site $wide }
        ) {
            $wide = '[0-9][0-9][0-9][0-9].example'
            $trouble = try { & $_ 2>&1 } catch { $_ }
            $trouble.FullyQualifiedErrorId | Should -BeLike 'PatternTooWide,Aegir.PowerShell.*'
            $trouble.ErrorDetails.RecommendedAction | Should -Match '\*'
        }

        It 'goes on after a name that nothing has, which is the error''s target' {
            $found = Get-AegirSite a.example, nowhere.example, b.example -ErrorVariable trouble -ErrorAction SilentlyContinue
            $found.Name | Should -Be 'a.example', 'b.example'
            $trouble[0].TargetObject | Should -Be 'nowhere.example'
        }

        It 'stops there with -ErrorAction Stop' {
            { Get-AegirSite nowhere.example, a.example -ErrorAction Stop } | Should -Throw -ErrorId 'SiteNotFound,*'
        }
    }

    Context 'from the pipeline' {
        It 'takes sites by value and by property name' {
            (Get-AegirSite a.example | Get-AegirSite).Name | Should -Be 'a.example'
            ('a.example', 'b.example' | Get-AegirSite).Name | Should -Be 'a.example', 'b.example'
            ([pscustomobject]@{ Name = 'b.example' } | Get-AegirSite).Name | Should -Be 'b.example'
            ([pscustomobject]@{ Site = 'b.example' } | Get-AegirSite).Name | Should -Be 'b.example'
        }

        It 'takes platforms and distributions where sites are listed' {
            (Get-AegirPlatform 'Drupal 10.1.5' | Get-AegirSite).Count | Should -Be 3
            (Get-AegirDistribution Drupal10 | Get-AegirSite -Outdated).Count | Should -Be 3
            Get-AegirPlatform 'Drupal 10.3.6' | Get-AegirSite | Should -BeNullOrEmpty
            (Get-AegirServer | Get-AegirSite).Count | Should -Be 3
            (Get-AegirSite -Platform (Get-AegirPlatform 'Drupal 10.1.5')).Count | Should -Be 3
        }

        It 'gets what a thing belongs to' {
            (Get-AegirSite a.example | Get-AegirPlatform).Name | Should -Be 'Drupal 10.1.5'
            (Get-AegirSite a.example | Get-AegirDistribution).Name | Should -Be 'Drupal10'
            (Get-AegirSite a.example | Get-AegirServer).Name | Should -Be 'server_master'
            (Get-AegirPlatform 'Drupal 10.3.6' | Get-AegirDistribution).Name | Should -Be 'Drupal10'
            # What changes something takes nothing but the thing itself.
            Get-AegirSite a.example | Lock-AegirPlatform -ErrorVariable trouble -ErrorAction SilentlyContinue
            $trouble[0].FullyQualifiedErrorId | Should -BeLike 'PlatformNotFound,*'
        }

        It 'takes results for going back, and says which site has nothing to go back to' {
            foreach ($thing in [Aegir.UpgradeResult]@{ Site = 'b.example' }, [Aegir.MoveResult]@{ Site = 'b.example' }, 'b.example') {
                $thing | Undo-AegirUpgrade -Force -ErrorVariable trouble -ErrorAction SilentlyContinue
                $trouble[0].TargetObject.Name | Should -Be 'b.example'
            }
        }

        It 'takes sites, platforms, distributions and results for plans' {
            (Get-AegirSite a.example | Get-AegirUpgrade).Site | Should -Be 'a.example'
            (Get-AegirPlatform 'Drupal 10.1.5' | Get-AegirUpgrade).Count | Should -Be 3
            (Get-AegirDistribution | Get-AegirUpgrade).Count | Should -Be 3
            ([Aegir.UpgradeResult]@{ Site = 'b.example' } | Get-AegirUpgrade).Site | Should -Be 'b.example'
        }

        It 'takes sites, platforms and plans together for upgrades, each site once' {
            $child = Invoke-Child -Hub "$root/hub.db" @"
Import-Module '$(Get-ManifestPath)'
& { Get-AegirSite a.example; Get-AegirPlatform 'Drupal 10.1.5'; Get-AegirUpgrade b.example; 'a.example' } | Invoke-AegirUpgrade -WhatIf
"@
            $child.Output.Count | Should -Be 3
            foreach ($name in 'a.example', 'b.example', 'other.test') { $child.Text | Should -Match "Upgrade site '$name'" }
        }

        It 'verifies what comes: sites, platforms and servers' {
            $verified = & { Get-AegirSite a.example; Get-AegirPlatform 'Drupal 10.1.5'; Get-AegirServer; [pscustomobject]@{ Name = 'b.example' } } | Invoke-AegirVerify
            $verified | ForEach-Object { $_.GetType().Name } | Sort-Object | Should -Be 'Platform', 'Server', 'Site', 'Site'
            (Invoke-AegirVerify -Server server_master).Name | Should -Be 'server_master'
            (Invoke-AegirVerify -Platform 'Drupal 10.3*').Name | Should -Be 'Drupal 10.3.6'
        }

        It 'lists packages of sites and platforms' {
            (Get-AegirPlatform 'Drupal 10.1.5' | Get-AegirPackage -Name token).Version | Should -Be '8.x-1.13'
            (Get-AegirSite a.example | Get-AegirPackage -Name system)[0].Enabled | Should -BeTrue
        }

        It 'lists tasks of a site, and the log of a task' {
            $tasks = Get-AegirSite a.example | Get-AegirTask
            $tasks.Target | Sort-Object -Unique | Should -Be 'a.example'
            ($tasks[0] | Get-AegirTaskLog -Level Debug).TaskId | Sort-Object -Unique | Should -BeIn @($tasks[0].Id, $null)
            ([Aegir.UpgradeResult]@{ TaskId = $tasks[0].Id } | Get-AegirTask).Id | Should -Be $tasks[0].Id
            [Aegir.UpgradeResult]@{ Site = 'x' } | Get-AegirTask -ErrorAction Stop | Should -BeNullOrEmpty
        }

        It 'compares two platforms' {
            $rows = Compare-AegirPlatform 'Drupal 10.1.5' (Get-AegirPlatform 'Drupal 10.3.6')
            ($rows | Where-Object Name -EQ legacy_widget).Change | Should -Be 'Missing'
            ($rows | Where-Object Name -EQ backslider).Change | Should -Be 'Downgrade'
        }
    }
}

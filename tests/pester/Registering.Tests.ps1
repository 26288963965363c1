BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'Bringing folders under control' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example
        $null = & "$PSScriptRoot/../fixtures/make-site" "$root/old" default minimal sqlite
        $null = Connect-AegirHub "$root/hub.db"
        $null = New-AegirDistribution Drupal10
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'registers a platform from a path as one types it' {
        Push-Location $root
        try { $platform = New-AegirPlatform Old ./old -Distribution Drupal10 } finally { Pop-Location }
        $platform.Path | Should -Be "$root/old/web"
        $platform.CoreVersion | Should -Be '10.1.5'
        $platform.Status | Should -Be 'Enabled'
    }

    It 'registers folders from Get-ChildItem' {
        $platform = Get-Item "$root/new" | New-AegirPlatform -Distribution Drupal10
        $platform.Name | Should -Be 'new'
    }

    It 'tells of a folder that is no Drupal, with what to do, and keeps nothing of it' {
        New-AegirPlatform Not $root -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -Be 'NotADrupal,Aegir.PowerShell.NewAegirPlatformCommand'
        $trouble[0].TargetObject | Should -Be 'Not'
        Get-AegirPlatform Not* | Should -BeNullOrEmpty
    }

    It 'imports what is there, and says how to import the one in sites/default' {
        $sites = Get-AegirPlatform Old | Import-AegirSite -WarningVariable warnings -WarningAction SilentlyContinue
        $sites.Name | Sort-Object | Should -Be 'a.example', 'b.example'
        $warnings -join ' ' | Should -Match "Import-AegirSite 'Old' -Directory default -Name"
    }

    It 'imports the one in sites/default by the name it is given' {
        (Import-AegirSite Old -Directory default -Name www.example.com).Name | Should -Be 'www.example.com'
    }

    It 'finds nothing more to import afterwards' {
        Import-AegirSite Old | Should -BeNullOrEmpty
    }

    It 'makes, renames and removes distributions' {
        $null = New-AegirDistribution Passing
        (Set-AegirDistribution Passing Passed -PassThru).Name | Should -Be 'Passed'
        (Remove-AegirDistribution Passed -Confirm:$false -PassThru).Name | Should -Be 'Passed'
        Get-AegirDistribution Pass* | Should -BeNullOrEmpty
    }

    It 'tells of a distribution that is there already' {
        New-AegirDistribution Drupal10 -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].CategoryInfo.Category | Should -Be 'ResourceExists'
    }

    It 'sets the target, which locks the others' {
        (Set-AegirDistributionTarget Drupal10 -Platform new -PassThru).Target | Should -Be 'new'
        (Get-AegirPlatform Old).Status | Should -Be 'Locked'
        (Get-AegirPlatform -Status Locked).Name | Should -Be 'Old'
    }

    It 'takes platform and distribution from a piped platform' {
        (Get-AegirPlatform Old | Set-AegirDistributionTarget -PassThru).Target | Should -Be 'Old'
        (Get-AegirPlatform new | Set-AegirDistributionTarget -PassThru).Target | Should -Be 'new'
    }

    It 'unlocks and locks' {
        (Unlock-AegirPlatform Old -PassThru).Status | Should -Be 'Enabled'
        (Get-AegirPlatform Old | Lock-AegirPlatform -PassThru).Status | Should -Be 'Locked'
        Lock-AegirPlatform Old -Verbose 4>&1 | Should -Match 'already'
    }

    It 'renames a platform and moves it out of its distribution and in again' {
        (Set-AegirPlatform Old -NewName 'Old one' -PassThru).Name | Should -Be 'Old one'
        (Set-AegirPlatform 'Old one' -NoDistribution -PassThru).Distribution | Should -BeNullOrEmpty
        (Set-AegirPlatform 'Old one' -Distribution Drupal10 -PassThru).Distribution | Should -Be 'Drupal10'
    }

    It 'refuses to remove a platform with sites' {
        Remove-AegirPlatform 'Old one' -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'PlatformHasSites,Aegir.PowerShell.RemoveAegirPlatformCommand'
        $trouble[0].TargetObject | Should -BeOfType Aegir.Platform
        Remove-AegirPlatform 'Old one' -WhatIf -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'PlatformHasSites,Aegir.PowerShell.RemoveAegirPlatformCommand'
        (Get-AegirPlatform 'Old one').Name | Should -Be 'Old one'
    }

    It 'takes the target away' {
        (Set-AegirDistributionTarget Drupal10 -None -PassThru).Target | Should -BeNullOrEmpty
    }

    It 'changes the server, and gives back what it was told to take away' {
        $server = Set-AegirServer -WebRoot "$root/served" -WebUrl http://127.0.0.1:80 -PassThru
        $server.WebRoot | Should -Be "$root/served"
        (Set-AegirServer -WebRoot '' -WebUrl '' -PassThru).WebRoot | Should -BeNullOrEmpty
        Set-AegirServer -Database MariaDb -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'OptionFileNeeded,Aegir.PowerShell.SetAegirServerCommand'
    }

    It 'changes nothing with -WhatIf, in no cmdlet' {
        $before = Get-TreeHash "$root/hub.db", "$root/hub.db-wal"
        New-AegirDistribution X -WhatIf
        New-AegirPlatform X $root -WhatIf
        Set-AegirServer -Php X -WhatIf
        Set-AegirPlatform new -NewName X -NoDistribution -WhatIf
        Set-AegirDistribution Drupal10 X -WhatIf
        Set-AegirDistributionTarget Drupal10 new -WhatIf
        Lock-AegirPlatform new -WhatIf
        Unlock-AegirPlatform * -WhatIf
        Remove-AegirPlatform new -Force -WhatIf
        Remove-AegirDistribution Drupal10 -WhatIf
        Invoke-AegirVerify * -WhatIf
        Import-AegirSite * -Directory default -Name x.example -WhatIf
        Get-TreeHash "$root/hub.db", "$root/hub.db-wal" | Should -Be $before
    }
}

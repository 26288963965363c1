BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'The life of a site' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        $null = & "$PSScriptRoot/../fixtures/make-platform" drupal-10.1.5 "$root/base"
        $null = Connect-AegirHub "$root/hub.db"
        $null = New-AegirPlatform Base "$root/base"
        $new = @{ Platform = 'Base'; Database = 'Sqlite'; AdminEmail = 'admin@example.test'; WarningAction = 'SilentlyContinue' }
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'installs nothing with -WhatIf' {
        New-AegirSite a.example @new -WhatIf | Should -BeNullOrEmpty
        Get-AegirSite | Should -BeNullOrEmpty
    }

    It 'installs sites from the pipeline, each with a login link' {
        $sites = 'a.example', 'b.example' | New-AegirSite @new -ThrottleLimit 2
        $sites.Count | Should -Be 2
        $sites[0].Status | Should -Be 'Enabled'
        $sites.LoginUrl | ForEach-Object { $_ | Should -Match '^http://[ab]\.example/user/reset/1/' }
        $sites[0] | Should -BeOfType Aegir.Site
        ($sites | Out-String -Width 200) | Should -Match 'LoginUrl'
        (Get-AegirSite).Name | Should -Be 'a.example', 'b.example'
    }

    It 'tells of a name that is taken or wrong' {
        New-AegirSite a.example @new -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -Be 'SiteExists,Aegir.PowerShell.NewAegirSiteCommand'
        New-AegirSite 'no_domain' @new -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -Be 'SiteNameInvalid,Aegir.PowerShell.NewAegirSiteCommand'
    }

    It 'gives a new login link' {
        (New-AegirSiteLogin a.example).LoginUrl | Should -Match '/user/reset/1/'
    }

    It 'changes aliases, and finds sites by client' {
        (Set-AegirSite a.example -AddAlias www.a.example -PassThru).Aliases | Should -Be 'www.a.example'
        (Set-AegirSite a.example -Alias @() -CronInterval 0:30 -PassThru).Aliases | Should -BeNullOrEmpty
        (Get-AegirSite a.example).CronInterval | Should -Be ([timespan]::FromMinutes(30))
        Set-AegirSite a.example -Redirection other.example -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'RedirectionInvalid,Aegir.PowerShell.SetAegirSiteCommand'
    }

    It 'backs up what is piped, and thins backups out' {
        $backups = Get-AegirSite | Backup-AegirSite -Description 'By hand'
        $backups.Count | Should -Be 2
        $backups.Path | ForEach-Object { $_ | Should -Exist }
        $null = Backup-AegirSite a.example -NoFiles -WithoutCredentials -Destination "$root/elsewhere"
        (Get-AegirBackup a.*).Count | Should -Be 2
        (Remove-AegirBackup -Site a.example -Keep 1 -Force -PassThru).Site | Should -Be 'a.example'
        (Get-AegirBackup a.example).Path | Should -BeLike "$root/elsewhere/*"
        ($backups | Where-Object Site -EQ a.example).Path | Should -Not -Exist
        Get-AegirBackup b.example | Remove-AegirBackup -WhatIf
        (Get-AegirBackup b.example).Count | Should -Be 1
    }

    It 'runs the cron that is due, and no more' {
        (Invoke-AegirCron -Every 1:00).Outcome | Should -Be 'Done', 'Done'
        Invoke-AegirCron -Every 1:00 | Should -BeNullOrEmpty
        (Invoke-AegirCron -All).Count | Should -Be 2
        New-Item "$root/base/web/.standin/STANDIN_FAIL_CRON" -Value 1 -Force | Out-Null
        $run = Invoke-AegirCron b.example -WarningVariable warned -WarningAction SilentlyContinue
        Remove-Item "$root/base/web/.standin/STANDIN_FAIL_CRON"
        $run.Outcome | Should -Be 'Failed'
        "$warned" | Should -Match 'b\.example'
        (Get-AegirSite b.example | Format-List | Out-String) | Should -Match 'Cron error'
        ($run | Out-String -Width 80).Split("`n") | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
    }

    It 'disables and enables' {
        (Disable-AegirSite b.example -NoBackup).Status | Should -Be 'Disabled'
        Backup-AegirSite b.example -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'SiteDisabled,Aegir.PowerShell.BackupAegirSiteCommand'
        (Enable-AegirSite b.example).Status | Should -Be 'Enabled'
    }

    It 'removes, and keeps the backups' {
        Get-AegirSite | Remove-AegirSite -WhatIf
        (Get-AegirSite).Count | Should -Be 2
        (Get-AegirSite a.example | Remove-AegirSite -Force -PassThru).Name | Should -Be 'a.example'
        Get-AegirSite | Remove-AegirSite -Force | Should -BeNullOrEmpty
        Get-AegirSite | Should -BeNullOrEmpty
        (Get-AegirBackup b.example)[-1].IsOfRemovedSite | Should -BeTrue
        Get-ChildItem "$root/base/web/sites" -Directory | Select-Object -ExpandProperty Name | Should -Be 'default'
    }

    It 'makes sites anew of their archives, as files of a folder are piped' {
        $newest = Get-AegirBackup | Group-Object Site | ForEach-Object { $_.Group[-1].Path }
        Import-AegirSite -Archive $newest[0] -Platform Base, Other -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -Be 'PlatformAmbiguous,Aegir.PowerShell.ImportAegirSiteCommand'
        Get-Item $newest | Import-AegirSite -WhatIf
        Get-AegirSite | Should -BeNullOrEmpty

        $sites = Get-Item $newest | Import-AegirSite -WarningAction SilentlyContinue

        $sites.Name | Sort-Object | Should -Be 'a.example', 'b.example'
        (Get-AegirSite).Platform | Should -Be 'Base', 'Base'
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $name = 'a-rather-long-name-of-a-department.of.a.university.example.org'
    $now = [DateTimeOffset]::Now
    $things = @(
        [Aegir.Site]@{ Name = $name; Status = 'Disabled'; Platform = 'Drupal 10.1.5 for universities'; UpgradeTarget = 'Drupal 10.3.6 for universities' }
        [Aegir.Platform]@{ Name = 'Drupal 10.1.5 for universities'; Status = 'Locked'; CoreVersion = '10.1.5'; Distribution = 'Universities'; SiteCount = 12345; IsTarget = $true }
        [Aegir.Server]@{ Name = 'server_master'; Database = 'MariaDb'; HostName = 'db-server-with-a-long-name.example.org'; WebRoot = '/var/aegir/config/served' }
        [Aegir.Distribution]@{ Name = 'Universities of the land'; Target = 'Drupal 10.3.6 for universities'; TargetVersion = '10.3.6'; PlatformCount = 12; SiteCount = 12345; OutdatedCount = 12345; Updates = @{ Version = '10.3.10' }; Security = @{ IsAtStake = $true } }
        [Aegir.UpdateResult]@{ Distribution = 'Universities of the land'; Outcome = 'FailedBefore'; Version = '10.3.10'; Platform = 'Drupal 10.3.10 for universities'; Duration = '01:02:03' }
        [Aegir.Package]@{ Name = 'a_module_with_a_rather_long_machine_name_as_some_have'; Type = 'Module'; Version = '8.x-3.0-rc13+12-dev'; Schema = 12345678; Project = 'a_module_with_a_rather_long_machine_name' }
        [Aegir.InstalledPackage]::new('Theme', 'a_theme_with_a_rather_long_machine_name_as_some_have', $true, '8.x-3.0-rc13', 12345678)
        [Aegir.UpgradePlan]@{ Site = $name; State = 'NotOffered'; From = 'Drupal 10.1.5 for universities'; To = 'Drupal 10.3.6 for universities'; Upgrades = 123; Missing = 12; Errors = 3 }
        [Aegir.PackageComparison]@{ Name = 'a_module_with_a_rather_long_machine_name'; Type = 'Platform'; Enabled = $true; Current = '8.x-3.0-rc13+12'; Target = '8.x-3.0-rc14+12'; Change = 'Downgrade' }
        [Aegir.UpgradeResult]@{ Site = $name; Outcome = 'RolledBack'; To = 'Drupal 10.3.6 for universities'; Duration = '01:02:03'; Downtime = '00:02:03'; TaskId = 123456 }
        [Aegir.MoveResult]@{ Kind = 'Migrate'; Site = $name; OldName = $name; Outcome = 'RolledBack'; To = 'Drupal 10.3.6 for universities'; Duration = '01:02:03'; Downtime = '00:02:03'; TaskId = 123456 }
        [Aegir.CronResult]@{ Site = $name; Outcome = 'Skipped'; Message = 'word ' * 40; Duration = '00:02:03' }
        [Aegir.Webhook]@{ Distribution = 'Universities of the land'; Path = '/webhooks/0123456789abcdef0123456789abcdef'; LastDelivery = $now }
        [Aegir.AegirTask]@{ Id = 123456; Type = 'upgrade'; Target = $name; Status = 'Interrupted'; Started = $now; Ended = $now.AddSeconds(75) }
        [Aegir.TaskLogEntry]@{ TaskId = 1; Time = $now; Level = 'Warning'; Step = 'site directory'; Message = 'word ' * 40 }
        [Aegir.Backup]@{ Site = $name; Created = $now; Size = 123456789; Description = 'before the upgrade to Drupal 10.3.6 for universities' }
        [Aegir.QueueHealth]@{ Queued = 100000; Ready = 99999; Processing = 16; Abandoned = 3; OldestReady = $now }
        [Aegir.HubCopyResult]::new('/home/somebody/.local/share/aegir/hub.db', 'postgresql://aegir@db1.example.com,db2.example.com/aegir', 20, 1234567)
        [Aegir.PowerShell.HubInfo]::new('/home/somebody/.local/share/aegir/hub.db', 12345678, 12, 12)
    )
    $statuses = @{ Site = 'Disabled'; Platform = 'Locked'; Server = 'Enabled'; UpgradePlan = 'NotOffered'; PackageComparison = 'Downgrade'; UpgradeResult = 'RolledBack'; MoveResult = 'RolledBack'; CronResult = 'Skipped'; AegirTask = 'Interrupted'; Distribution = 'AtStake'; UpdateResult = 'FailedBefore'; TaskLogEntry = 'Warning' }

    function Format-Plain($Thing, [string] $As = 'Table', [int] $Width = 79) {
        $old = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            $text = $As -eq 'Table' ? ($Thing | Format-Table | Out-String -Width $Width) : ($Thing | Format-List | Out-String -Width $Width)
            # Lines that are grouped have their group above them.
            $text.Trim("`r", "`n") -replace '^ +Task: \d+\s*\n\s*\n' -split '\r?\n'
        }
        finally { $PSStyle.OutputRendering = $old }
    }
}

Describe 'The table of a thing' {
    It 'fits 80 columns, of which a console keeps one free, and shows the status whole' {
        foreach ($thing in $things) {
            $type = $thing.GetType().Name
            $lines = Format-Plain $thing
            $lines.Count | Should -Be 3 -Because "$type has a row of its own"
            $lines | Where-Object Length -GT 79 | Should -BeNullOrEmpty -Because $type
            if ($statuses[$type]) { $lines[2] | Should -Match "\b$($statuses[$type])\b" -Because $type }
        }
    }

    It 'is known for everything that a cmdlet puts out, and so is a list' {
        $shown = (Get-Command -Module Aegir.PowerShell).OutputType.Name | Where-Object { $_ -like 'Aegir.*' } | Sort-Object -Unique
        $things | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique | Should -Be $shown
        foreach ($type in $shown) {
            $views = (Get-FormatData $type -PowerShellVersion 7.4).FormatViewDefinition.Control
            $views | Where-Object { $_ -is [Management.Automation.TableControl] } | Should -Not -BeNullOrEmpty -Because "$type has a table"
            $views | Where-Object { $_ -is [Management.Automation.ListControl] } | Should -Not -BeNullOrEmpty -Because "$type has a list"
            if ($type -notlike 'Aegir.PowerShell.*') {
                (Get-TypeData $type).DefaultDisplayPropertySet.ReferencedProperties.Count | Should -BeGreaterThan 3 -Because "$type says what is shown of it"
            }
        }
    }

    It 'names in its display set only properties that are there' {
        foreach ($thing in $things) {
            $set = (Get-TypeData $thing.GetType().FullName).DefaultDisplayPropertySet
            $set.ReferencedProperties | Where-Object { $_ -notin $thing.psobject.Properties.Name } | Should -BeNullOrEmpty -Because $thing.GetType().Name
        }
    }

    It 'has as many columns in 80 columns as in 200' {
        foreach ($thing in $things) {
            $columns = { param($width) ((Format-Plain $thing -Width $width)[1] -split '\s+' | Where-Object { $_ }).Count }
            & $columns 79 | Should -Be (& $columns 200) -Because $thing.GetType().Name
        }
    }

    It 'shows packages side by side' {
        (Format-Plain ($things | Where-Object { $_ -is [Aegir.PackageComparison] }))[0] -split '\s+' | Should -Be 'Package', 'Type', 'Enabled', 'Current', 'Target', 'Change'
    }

    It 'colours the status where colours are wanted, and only there' {
        $style = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $things[0] | Format-Table | Out-String | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Red)Disabled"))
            [Aegir.Site]@{ Name = 'x'; Status = 'Enabled' } | Format-Table | Out-String | Should -Match ([regex]::Escape("$($PSStyle.Foreground.Green)Enabled"))
        }
        finally { $PSStyle.OutputRendering = $style }
        (Format-Plain $things[0]) -join '' | Should -Not -Match "`e"
    }
}

Describe 'Colours' {
    It 'are left out where the user wants none' {
        $line = "Import-Module '$(Get-ManifestPath)'; [Aegir.Site]@{ Name = 'x'; Status = 'Disabled' } | Format-Table | Out-String"
        (Invoke-Child $line).Text | Should -Match 'x +Disabled'
        (Invoke-Child $line).Text | Should -Not -Match "`e"
    }
}

Describe 'The list of a thing' {
    It 'is there for each, with the status' {
        foreach ($thing in $things) {
            $type = $thing.GetType().Name
            $text = (Format-Plain $thing List) -join "`n"
            $text | Should -Match ' : ' -Because $type
            if ($statuses[$type]) { $text | Should -Match $statuses[$type] -Because $type }
        }
    }

    It 'reads like a sentence for a plan' {
        $plan = [Aegir.UpgradePlan]@{ Site = 'a.example'; State = 'Ready'; From = 'Drupal 10.1.5'; FromVersion = '10.1.5'; To = 'The new one'; ToVersion = '10.3.6'; Upgrades = 1; Missing = 2 }
        (Format-Plain $plan List -Width 200) -join "`n" |
            Should -Match ([regex]::Escape("Upgrade site 'a.example' from 'Drupal 10.1.5' to 'The new one' (10.3.6): 1 upgrade, 2 missing."))
    }
}

Describe 'Times and sizes' {
    It 'shows <Time> as <Text>' -ForEach @(
        @{ Time = '00:00:00.44'; Text = '0.4 s' }, @{ Time = '00:00:12'; Text = '12 s' }
        @{ Time = '00:03:05'; Text = '3:05' }, @{ Time = '1.02:03:05'; Text = '26:03:05' }
    ) { [Aegir.PowerShell.Paint]::Time($Time) | Should -Be $Text }

    It 'shows <Size> bytes as <Text>' -ForEach @(
        @{ Size = 0; Text = '0 B' }, @{ Size = 999; Text = '999 B' }, @{ Size = 1500; Text = '1.5 kB' }, @{ Size = 123456789; Text = '123.5 MB' }
    ) { [Aegir.PowerShell.Paint]::Size($Size) | Should -Be $Text }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $root = New-TestFolder
    $before = $env:AEGIR_HUB

    function Complete([string] $Line) {
        @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue).CompletionText
    }
}

AfterAll { Disconnect-AegirHub; $env:AEGIR_HUB = $before; Remove-TestFolder $root }

Describe 'Completing names' {
    It 'makes no hub where there is none, and says nothing' {
        $env:AEGIR_HUB = "$root/none/hub.db"
        Complete 'Get-AegirDistribution -Name D' | Should -BeNullOrEmpty
        Test-Path "$root/none" | Should -BeFalse
    }

    It 'never throws, not even over a file that is no hub' {
        Set-Content "$root/text.db" ('no database ' * 1000)
        $env:AEGIR_HUB = "$root/text.db"
        { Complete 'Get-AegirDistribution -Name D' } | Should -Not -Throw
    }

    Context 'of a hub' {
        BeforeAll {
            $env:AEGIR_HUB = "$root/hub.db"
            $null = 'Drupal10', 'Drupal 7 for schools', "Women's clubs" | New-AegirDistribution
        }

        It 'gives those that begin so, quoted where they must be' {
            Complete 'Get-AegirDistribution -Name D' | Should -Be "'Drupal 7 for schools'", 'Drupal10'
            Complete 'Get-AegirSite -Distribution Wom' | Should -Be "'Women''s clubs'"
            Complete "Set-AegirDistributionTarget 'Drupal 7" | Should -Be "'Drupal 7 for schools'"
            Complete "Get-AegirDistribution 'Women''s" | Should -Be "'Women''s clubs'"
            Complete 'Get-AegirDistribution "Drupal 7' | Should -Be "'Drupal 7 for schools'"
            Complete 'Get-AegirServer s' | Should -Be 'server_master'
        }

        It 'gives the types of tasks' { Complete 'Get-AegirTask -Type undo' | Should -Be 'undo-upgrade' }

        It 'works where no hub was opened yet' {
            Disconnect-AegirHub
            Complete 'Remove-AegirDistribution Drupal1' | Should -Be 'Drupal10'
        }

        It 'brings no store forward, and writes nothing' {
            $old = "$root/old.db"
            Copy-Item "$root/hub.db" $old
            # As an older version left it.
            & php -r '$d = new PDO("sqlite:" . $argv[1]); $d->exec("PRAGMA user_version = 1");' $old
            $env:AEGIR_HUB = $old
            Disconnect-AegirHub
            $before = (Get-FileHash $old).Hash
            Complete 'Get-AegirDistribution D' | Should -BeNullOrEmpty
            (Get-FileHash $old).Hash | Should -Be $before
            $env:AEGIR_HUB = "$root/hub.db"
        }

        It 'is there for every name' {
            $expected = @{
                Site = 'SiteNameCompleter'; Platform = 'PlatformNameCompleter'; Distribution = 'DistributionNameCompleter'; Server = 'ServerNameCompleter'
                DatabaseServer = 'ServerNameCompleter'; Client = 'ClientNameCompleter'; Profile = 'ProfileNameCompleter'; Backup = 'BackupIdCompleter'; Id = 'TaskIdCompleter'
            }
            $naming = @{ Site = 'Name'; Platform = 'Name'; Distribution = 'Name'; Server = 'Name' }
            foreach ($command in Get-Command -Module Aegir.PowerShell) {
                $noun = $command.Noun -replace '^Aegir'
                foreach ($parameter in $command.Parameters.Values) {
                    $kind = $expected.ContainsKey($parameter.Name) ? $parameter.Name : $parameter.Name -eq $naming[$noun] -and $command.Verb -notin 'New', 'Import' ? $noun : $null
                    if (-not $kind) { continue }
                    $completer = $parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] }
                    $completer.Type.Name | Should -Be $expected[$kind] -Because "$command -$($parameter.Name)"
                }
            }
        }
    }
}

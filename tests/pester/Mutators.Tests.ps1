BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = Test-StandIn
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $mutators = Get-Command -Module Aegir.PowerShell | Where-Object { $_.Parameters.ContainsKey('WhatIf') }
}

# What a cmdlet must be given is filled in by the names of its parameters, so that a new cmdlet is tested too.
Describe 'What changes something' -Skip:(-not $standIn) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root -Site a.example, b.example
        Initialize-Hub $root
        $backup = Backup-AegirSite a.example
        $values = @{
            Site = 'a.example'; Platform = 'Drupal 10.1.5'; Server = 'server_master'; Distribution = 'Drupal10'; Target = 'Drupal 10.3.6'
            NewName = 'new.example'; Path = "$root/new"; Directory = 'b.example'; Makefile = "$root/none.make"; GitUrl = "$root/none.git"
            ComposerProject = "$root/none"; Archive = "$root/none.tar.gz"; CopyOf = "$root/old"; Backup = $backup.Id; Id = (Get-AegirTask -First 1).Id
            Profile = 'standard'; Command = 'status'; InputObject = 'a.example'
        }

        # A splat for each parameter set, with what is mandatory in it.
        function Get-Splat($Command, [hashtable] $Values) {
            foreach ($set in $Command.ParameterSets) {
                $splat = @{}
                foreach ($parameter in $set.Parameters | Where-Object IsMandatory) {
                    $noun = $Command.Noun -replace '^Aegir' -replace 'Target$|Login$'
                    $name = $parameter.Name -ne 'Name' ? $parameter.Name
                        : $Command.Verb -eq 'New' -and $Command.Noun -ne 'AegirSiteLogin' ? 'NewName'
                        : $Values.ContainsKey($noun) ? $noun : 'Site'
                    $splat[$parameter.Name] = $parameter.ParameterType -eq [switch] ? $true
                        : $Values.ContainsKey($name) ? $Values[$name]
                        : $parameter.ParameterType.IsEnum ? [enum]::GetValues($parameter.ParameterType)[0]
                        : $parameter.ParameterType -in [string], [string[]] ? 'nothing'
                        : $(throw "Mutators.Tests.ps1 has no value for $Command -$($parameter.Name).")
                }
                , $splat
            }
        }

        function Get-State {
            $known = @(Get-AegirServer) + @(Get-AegirDistribution) + @(Get-AegirPlatform) + @(Get-AegirSite) + @(Get-AegirBackup) + @(Get-AegirTask -First 0)
            $known | ConvertTo-Json -Depth 5 -Compress -WarningAction Ignore
        }
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'writes nothing with -WhatIf' {
        $before = Get-State
        $files = Get-TreeHash "$root/old", "$root/new"
        foreach ($command in $mutators) {
            foreach ($splat in Get-Splat $command $values) {
                $null = & $command @splat -WhatIf -ErrorAction SilentlyContinue *>&1
                Get-State | Should -BeExactly $before -Because "$command $($splat.Keys)"
            }
        }
        Get-TreeHash "$root/old", "$root/new" | Should -BeExactly $files
    }

    It 'never asks in a session where nobody can answer, once it is told not to' {
        # Nothing but the one question that -Confirm:$false and -Force answer, in the one place where changes are approved.
        $source = Get-ChildItem "$PSScriptRoot/../../src/Aegir.PowerShell" -Recurse -Filter *.cs | Where-Object FullName -NotMatch '/(obj|bin)/'
        $source | Select-String -Pattern '\bShouldContinue\(|\.Prompt|ReadLine\(' | Where-Object Path -NotMatch 'JobStreams' | Should -BeNullOrEmpty
        ($source | Select-String -Pattern '\bShouldProcess\(' | Where-Object Path -NotMatch 'JobStreams').Filename | Should -Be 'AegirCmdlet.cs'
    }

    It 'tells of what is not there with id, category, target and what to do' {
        $nothing = @{}
        foreach ($key in $values.Keys) { $nothing[$key] = $values[$key] -is [long] ? 99999 : $values[$key] }
        foreach ($key in 'Site', 'Platform', 'Server', 'Distribution', 'Target') { $nothing[$key] = 'nowhere.example' }
        $checked = 0
        foreach ($command in $mutators | Where-Object Verb -NotIn 'New', 'Invoke') {
            foreach ($splat in Get-Splat $command $nothing) {
                $trouble = @(& $command @splat -Confirm:$false 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
                foreach ($record in $trouble) {
                    $why = "$command $($splat.Keys): $record"
                    $record.FullyQualifiedErrorId | Should -Match '^[A-Z][A-Za-z]+,Aegir\.PowerShell\.' -Because $why
                    $record.FullyQualifiedErrorId | Should -Not -Match '^UnexpectedError' -Because $why
                    $record.CategoryInfo.Category | Should -Not -Be 'NotSpecified' -Because $why
                    $record.TargetObject | Should -Not -BeNullOrEmpty -Because $why
                    $record.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty -Because $why
                    $checked++
                }
            }
        }
        $checked | Should -BeGreaterThan 15
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $folder = Split-Path (Get-ManifestPath)
    $data = Import-PowerShellDataFile (Get-ManifestPath)
    $commands = Get-Command -Module Aegir.PowerShell
}

Describe 'The manifest' {
    It 'is valid' {
        Test-ModuleManifest (Get-ManifestPath) -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'exports exactly the cmdlets that the assembly has' {
        $assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Aegir.PowerShell' } | Select-Object -First 1
        $reflected = $assembly.GetTypes() | ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) } |
            ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object
        $data.CmdletsToExport | Sort-Object | Should -Be $reflected
        $commands.Name | Sort-Object | Should -Be $reflected
    }

    It 'leaves nothing to be searched for' {
        foreach ($key in 'FunctionsToExport', 'AliasesToExport', 'VariablesToExport') {
            $data.ContainsKey($key) | Should -BeTrue -Because $key
            $data[$key].Count | Should -Be 0 -Because $key
        }
    }

    It 'brings nothing that PowerShell brings itself' {
        Get-ChildItem $folder -Recurse -Filter 'System.Management.Automation*' | Should -BeNullOrEmpty
        (Get-ChildItem "$folder/bin" -File).Name | Sort-Object | Should -Be 'Aegir.Model.dll', 'Aegir.PowerShell.dll'
    }

    It 'brings SQLite for <_>' -ForEach 'win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'osx-x64', 'osx-arm64' {
        @(Get-ChildItem "$folder/bin/dependencies/runtimes/$_/native" -File).Count | Should -Be 1
    }
}

Describe 'The cmdlets' {
    It 'have approved verbs' {
        $approved = (Get-Verb).Verb
        $commands | Where-Object Verb -NotIn $approved | Should -BeNullOrEmpty
    }

    It 'are named Aegir and in the singular' {
        $commands.Noun | Where-Object { $_ -cnotmatch '^Aegir[A-Z][A-Za-z]+[^s]$' } | Should -BeNullOrEmpty
    }

    It 'have -WhatIf and -Confirm wherever they change something' {
        $changing = $commands | Where-Object Verb -NotIn 'Get', 'Compare', 'Connect', 'Disconnect', 'Wait'
        $changing.Count | Should -BeGreaterThan 10
        $changing | Where-Object { -not ($_.Parameters.ContainsKey('WhatIf') -and $_.Parameters.ContainsKey('Confirm')) } | Should -BeNullOrEmpty
    }

    It 'say what they put out' {
        $commands | Where-Object { $_.Verb -notin 'Remove', 'Disconnect' -and -not $_.OutputType } | Should -BeNullOrEmpty
    }

    It 'have -Force wherever they ask by default' {
        $asking = $commands | Where-Object { $_.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0].ConfirmImpact -eq 'High' }
        $asking.Name | Sort-Object | Should -Be @(
            'Invoke-AegirUpgrade', 'Move-AegirSite', 'Remove-AegirBackup', 'Remove-AegirDistribution', 'Remove-AegirPlatform'
            'Remove-AegirServer', 'Remove-AegirSite', 'Rename-AegirSite', 'Restore-AegirSite', 'Undo-AegirUpgrade')
        $asking | Where-Object { -not $_.Parameters.ContainsKey('Force') } | Should -BeNullOrEmpty
    }

    It 'are a sealed class each, called after the cmdlet, in a file of its own' {
        foreach ($command in $commands) {
            $type = $command.ImplementingType
            $type.Name | Should -BeExactly "$($command.Name -replace '-')Command"
            $type.IsSealed | Should -BeTrue -Because $command
            $type.IsSubclassOf([Aegir.PowerShell.AegirCmdlet]) | Should -BeTrue -Because $command
            @(Get-ChildItem "$PSScriptRoot/../../src/Aegir.PowerShell" -Recurse -Filter "$($command.Name -replace '-').cs").Count | Should -Be 1 -Because $command
        }
        [Aegir.PowerShell.AegirCmdlet].GetInterface('IDisposable') | Should -Not -BeNullOrEmpty
    }

    It 'take switches, credentials, limits and patterns as all cmdlets do' {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($command in $commands) {
            foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common) {
                $why = "$command -$($parameter.Name)"
                $parameter.ParameterType | Should -Not -BeIn @([bool], [bool[]]) -Because $why
                $parameter.Name | Should -Not -Match 'Password|Passphrase' -Because $why
                if ($parameter.ParameterType -eq [pscredential]) { $parameter.Attributes.TypeId.Name | Should -Contain 'CredentialAttribute' -Because $why }
                if ($parameter.Name -eq 'ThrottleLimit') {
                    $range = $parameter.Attributes | Where-Object { $_ -is [Management.Automation.ValidateRangeAttribute] }
                    $range.MinRange, $range.MaxRange | Should -Be 1, 256 -Because $why
                }
                # Several things by their names: patterns of names too, but where they are new.
                $completer = ($parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] }).Type
                if ($parameter.ParameterType.IsArray -and $completer.Name -match '^(Site|Platform|Distribution|Server|Target)NameCompleter$' -and $parameter.Name -ne 'Member') {
                    $parameter.Attributes.TypeId.Name | Should -Contain 'SupportsWildcardsAttribute' -Because $why
                }
            }
        }
    }

    It 'ask by default before what cannot simply be done again, and only then' {
        foreach ($command in $commands | Where-Object { $_.Parameters.ContainsKey('WhatIf') -and $_.Verb -notin 'Remove', 'Restore', 'Move', 'Rename', 'Undo' -and $_.Name -ne 'Invoke-AegirUpgrade' }) {
            $command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0].ConfirmImpact | Should -Be 'Medium' -Because $command
        }
    }

    It 'give back what they changed where it is asked for' {
        $commands | Where-Object { $_.Verb -in 'Set', 'Lock', 'Unlock', 'Remove' -and -not $_.Parameters.ContainsKey('PassThru') } | Should -BeNullOrEmpty
    }

    It 'can be queued wherever their work is a task' {
        # What only writes to the hub, answers somebody who waits, or works on the queue itself is none.
        $mutators = $commands | Where-Object { $_.Parameters.ContainsKey('WhatIf') }
        $mutators | Where-Object { -not $_.Parameters.ContainsKey('AsTask') } | ForEach-Object Name | Sort-Object | Should -Be @(
            'Copy-AegirHub', 'Export-AegirReport', 'Invoke-AegirQueue', 'Lock-AegirPlatform', 'New-AegirDistribution', 'New-AegirServer', 'New-AegirSiteLogin', 'New-AegirWebhook'
            'Remove-AegirDistribution', 'Remove-AegirServer', 'Remove-AegirWebhook', 'Restart-AegirTask', 'Set-AegirDistribution', 'Set-AegirDistributionTarget', 'Set-AegirPlatform'
            'Set-AegirServer', 'Stop-AegirTask', 'Unlock-AegirPlatform')
        foreach ($command in $mutators | Where-Object { $_.Parameters.ContainsKey('AsTask') }) {
            'Priority', 'NotBefore', 'After' | Where-Object { -not $command.Parameters.ContainsKey($_) } | Should -BeNullOrEmpty -Because $command
            $command.OutputType.Name | Should -Contain 'Aegir.AegirTask' -Because $command
        }
    }

    It 'have an about topic that fits 80 columns' {
        Get-Content "$folder/en-US/about_Aegir.help.txt" | Where-Object Length -GT 80 | Should -BeNullOrEmpty
    }
}

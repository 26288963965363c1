BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $commands = Get-Command -Module Aegir.PowerShell | ForEach-Object { @{ Command = $_; Name = $_.Name } }
    $topics = 'Aegir', 'AegirDistributions', 'AegirUpgrades', 'AegirHub', 'AegirScheduledTasks', 'AegirSecurity', 'AegirErrors'
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $pages = (Resolve-Path "$PSScriptRoot/../../docs/cmdlets").Path

    function Get-Text($Paragraphs) { ($Paragraphs | ForEach-Object Text | Where-Object { $_ }) -join "`n" }

    # "set: -Name 0 required byvalue byname", a line each, of what help or PowerShell says.
    function Get-Line([string] $Name, [bool] $Required, $Position, [bool] $ByValue, [bool] $ByName) {
        "$Name$($Required ? ' required' : '')$($Position -match '^\d' ? " at $Position" : '')$($ByValue ? ' by value' : '')$($ByName ? ' by name' : '')"
    }
}

Describe 'Help of <Name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help $Name -Full
        $own = $Command.Parameters.Values | Where-Object { $_.Name -notin [Management.Automation.Cmdlet]::CommonParameters }
        $page = Get-Content "$pages/$Name.md" -Raw
    }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        $help.Synopsis | Should -Not -Match ([regex]::Escape($Name))
        (Get-Text $help.Description).Length | Should -BeGreaterThan 30
    }

    It 'has every parameter, and says of it what is true' {
        $told = $help.Parameters.parameter
        $told.Name | Sort-Object | Should -Be ($own.Name | Sort-Object)
        foreach ($parameter in $told) {
            Get-Text $parameter.Description | Should -Match '^[A-Z0-9].+' -Because "-$($parameter.Name)"
            $real = $Command.Parameters[$parameter.Name]
            $parameter.Aliases -replace '^none$' | Should -Be ($real.Aliases -join ', ') -Because "-$($parameter.Name)"
            $parameter.Globbing -eq 'true' | Should -Be ([bool]($real.Attributes | Where-Object { $_ -is [SupportsWildcards] })) -Because "-$($parameter.Name)"
        }
    }

    It 'has the syntax that PowerShell knows' {
        $told = foreach ($set in $help.Syntax.syntaxItem) {
            ($set.parameter | Where-Object Name -NE CommonParameters | ForEach-Object {
                Get-Line $_.Name ($_.Required -eq 'true') $_.Position ($_.PipelineInput -match 'ByValue') ($_.PipelineInput -match 'ByProperty') } | Sort-Object) -join '; '
        }
        $real = foreach ($set in $Command.ParameterSets) {
            ($set.Parameters | Where-Object Name -In $own.Name | ForEach-Object {
                Get-Line $_.Name $_.IsMandatory ($_.Position -ge 0 ? $_.Position : 'named') $_.ValueFromPipeline $_.ValueFromPipelineByPropertyName } | Sort-Object) -join '; '
        }
        $told | Sort-Object | Should -Be ($real | Sort-Object)
    }

    It 'names what comes out' {
        $told = @($help.returnValues.returnValue | Where-Object { $_ })
        $told.type.name | Sort-Object | Should -Be ($Command.OutputType.Name | Sort-Object)
        $told | Where-Object { $_.type.name -like 'Aegir.*' } | ForEach-Object { Get-Text $_.Description | Should -Not -BeNullOrEmpty -Because $_.type.name }
    }

    It 'has two examples that are PowerShell, with parameters that exist' {
        $examples = @($help.Examples.example)
        $examples.Count | Should -BeGreaterOrEqual 2
        $examples.Code -match [regex]::Escape($Name) | Should -Not -BeNullOrEmpty
        foreach ($example in $examples) {
            $example.Title | Should -Match 'Example \d+: .+'
            $errors = $null
            $tree = [Management.Automation.Language.Parser]::ParseInput($example.Code, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $example.Code
            foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                $called = Get-Command $call.GetCommandName() -ErrorAction Ignore
                $called | Should -Not -BeNullOrEmpty -Because "there is no $($call.GetCommandName())"
                foreach ($given in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                    { $called.ResolveParameter($given.ParameterName) } | Should -Not -Throw -Because "$($given.ParameterName) of $called"
                }
            }
        }
    }

    It 'leads on to what exists' {
        foreach ($link in @($help.relatedLinks.navigationLink.linkText)) {
            $link -like 'about_*' ? (Test-Path "$(Split-Path (Get-ManifestPath))/en-US/$link.help.txt") : [bool](Get-Command $link -Module Aegir.PowerShell -ErrorAction Ignore) |
                Should -BeTrue -Because $link
        }
    }

    It 'says on its page what Get-Help says: ./build.sh help writes it there' {
        $page | Should -Match ([regex]::Escape("# $Name`n`n$($help.Synopsis.Trim())`n"))
        foreach ($parameter in $help.Parameters.parameter) {
            $page | Should -Match ([regex]::Escape("### -$($parameter.Name)`n`n$($parameter.Description[0].Text)`n"))
        }
        [regex]::Matches($page, '(?m)^### -(\w+)').ForEach({ $_.Groups[1].Value }) | Sort-Object | Should -Be ($help.Parameters.parameter.Name | Sort-Object)
    }
}

Describe 'about_<_>' -ForEach $topics {
    It 'is found, and fits 80 columns' {
        $file = "$(Split-Path (Get-ManifestPath))/en-US/about_$_.help.txt"
        $file | Should -Exist
        Get-Content $file | Where-Object Length -GT 80 | Should -BeNullOrEmpty
        Get-Help "about_$_" | Out-String | Should -Match 'LONG DESCRIPTION'
    }

    It 'names only cmdlets and parameters that exist' {
        $text = Get-Content "$(Split-Path (Get-ManifestPath))/en-US/about_$_.help.txt" -Raw
        foreach ($name in [regex]::Matches($text, '\b[A-Z][a-z]+-Aegir[A-Za-z]+').Value | Sort-Object -Unique) {
            Get-Command $name -Module Aegir.PowerShell -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because $name
        }
        # Scheduled tasks are others' cmdlets.
        if ($_ -eq 'AegirScheduledTasks') { return }
        $known = (Get-Command -Module Aegir.PowerShell).Parameters | ForEach-Object { $_.Values } | ForEach-Object { $_.Name; $_.Aliases }
        [regex]::Matches($text, '(?<=\s)-([A-Z]\w+)').ForEach({ $_.Groups[1].Value }) | Where-Object { $_ -notin $known } | Sort-Object -Unique | Should -BeNullOrEmpty
    }
}

BeforeDiscovery {
    $files = Get-ChildItem "$PSScriptRoot/../../examples", "$PSScriptRoot/../../module", "$PSScriptRoot/../../build.ps1", $PSScriptRoot -Recurse -Include *.ps1, *.psm1, *.psd1 |
        Where-Object FullName -NotMatch '[/\\](bin|obj)[/\\]' | ForEach-Object { @{ Path = $_.FullName; Name = $_.Name } }
}

Describe 'PSScriptAnalyzer' {
    BeforeAll {
        # What a test or a demo does on purpose: words on the screen, variables that a nested block reads, state of the throw-away kind.
        $settings = @{
            Severity     = 'Error', 'Warning'
            ExcludeRules = 'PSAvoidUsingWriteHost', 'PSUseShouldProcessForStateChangingFunctions', 'PSUseDeclaredVarsMoreThanAssignments', 'PSReviewUnusedParameter'
        }
    }

    It 'finds nothing in <Name>' -ForEach $files {
        if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is missing: Install-Module PSScriptAnalyzer'
            return
        }
        Invoke-ScriptAnalyzer $Path -Settings $settings | ForEach-Object { "$($_.Line): $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }
}

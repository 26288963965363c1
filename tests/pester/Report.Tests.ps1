BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $root = New-TestFolder
    $old = $env:AEGIR_HUB
    $env:AEGIR_HUB = "$root/none/hub.db"
    Disconnect-AegirHub
    $plan = [Aegir.UpgradePlan]@{ Site = 'a.example'; State = 'Ready'; From = 'Old'; To = 'New'; Upgrades = 2 }
    $result = [Aegir.UpgradeResult]@{ Site = 'a.example'; Outcome = 'RolledBack'; From = 'Old'; To = 'New'; Duration = '00:00:20'; Downtime = '00:00:12'; TaskId = 7 }
}

AfterAll {
    $env:AEGIR_HUB = $old
    Remove-TestFolder $root
}

Describe 'Export-AegirReport' {
    It 'takes plans and results together, from where one stands, and opens no hub' {
        Push-Location $root
        try { $file = $plan, @($result, $result) | Export-AegirReport ./mixed.html -Title 'A & B' -PassThru } finally { Pop-Location }
        $file.FullName | Should -Be (Join-Path $root mixed.html)
        $page = Get-Content $file -Raw
        $page | Should -Match '<h1>A &amp; B</h1>'
        $page | Should -Match 'a.example'
        $page | Should -Match '12 s'
        Test-Path (Split-Path $env:AEGIR_HUB) | Should -BeFalse
    }

    It 'writes nothing with -WhatIf' {
        $result | Export-AegirReport "$root/what.html" -WhatIf
        "$root/what.html" | Should -Not -Exist
    }

    It 'makes a page where nothing was to be done' {
        @() | Export-AegirReport "$root/empty.html"
        Get-Content "$root/empty.html" -Raw | Should -Match 'nothing to report'
    }

    It 'leaves a file alone with -NoClobber, and writes it anew without' {
        Set-Content "$root/there.html" mine
        $result | Export-AegirReport "$root/there.html" -NoClobber -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'ReportExists,Aegir.PowerShell.ExportAegirReportCommand'
        $trouble[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        Get-Content "$root/there.html" | Should -Be 'mine'
        $result | Export-AegirReport "$root/there.html"
        Get-Content "$root/there.html" -Raw | Should -Match 'RolledBack'
    }

    It 'tells of what it does not know, and reports the rest' {
        'text', $result | Export-AegirReport "$root/some.html" -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'ReportItemUnknown,Aegir.PowerShell.ExportAegirReportCommand'
        $trouble[0].TargetObject | Should -Be 'text'
        Get-Content "$root/some.html" -Raw | Should -Match 'a.example'
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $root = New-TestFolder
    $before = $env:AEGIR_HUB
}

AfterAll { Remove-TestFolder $root }

Describe 'The hub' {
    AfterEach { Disconnect-AegirHub; $env:AEGIR_HUB = $before }

    It 'opens by itself at the place that AEGIR_HUB names, for its owner alone' {
        $env:AEGIR_HUB = "$root/by-itself/hub.db"
        (Get-AegirServer).Name | Should -Be 'server_master'
        (Get-AegirHub).Path | Should -Be "$root/by-itself/hub.db"
        if (-not $IsWindows) { (Get-Item "$root/by-itself/hub.db").UnixMode | Should -Be '-rw-------' }
    }

    It 'follows a changed AEGIR_HUB, but not one that was chosen' {
        $env:AEGIR_HUB = "$root/one.db"; $null = Get-AegirHub
        $env:AEGIR_HUB = "$root/two.db"; (Get-AegirHub).Path | Should -Be "$root/two.db"
        $null = Connect-AegirHub "$root/three.db"
        $env:AEGIR_HUB = "$root/four.db"; (Get-AegirHub).Path | Should -Be "$root/three.db"
        Disconnect-AegirHub
        (Get-AegirHub).Path | Should -Be "$root/four.db"
    }

    It 'takes a path from where one stands' {
        Push-Location $root
        try { (Connect-AegirHub ./relative.db).Path | Should -Be "$root/relative.db" } finally { Pop-Location }
    }

    It 'is each runspace''s own' {
        $null = Connect-AegirHub "$root/mine.db"
        $manifest = Get-ManifestPath
        $paths = 1..2 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            $null = Connect-AegirHub "$using:root/parallel-$_.db"
            (Get-AegirHub).Path
        }
        $paths | Sort-Object | Should -Be "$root/parallel-1.db", "$root/parallel-2.db"
        (Get-AegirHub).Path | Should -Be "$root/mine.db"
    }

    It 'that is gone ends the pipeline with an error that says what to do' {
        $null = Connect-AegirHub "$root/lost.db"
        Remove-Item "$root/lost.db*"
        { Get-AegirSite } | Should -Throw -ErrorId 'HubMissing,Aegir.PowerShell.GetAegirSiteCommand'
    }

    It 'refuses a file that is something else' {
        Set-Content "$root/text.db" ('no database ' * 1000)
        $trouble = { Connect-AegirHub "$root/text.db" } | Should -Throw -PassThru -ErrorId 'HubNotAHub,Aegir.PowerShell.ConnectAegirHubCommand'
        $trouble.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $trouble.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

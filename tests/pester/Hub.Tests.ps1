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

    It 'in PostgreSQL is found by a connection string, a URI or AEGIR_HUB, and no error shows a password' {
        foreach ($connect in {
                Connect-AegirHub -ConnectionString 'Host=127.0.0.1;Port=1;Database=aegir;Username=me;Password=s3cret'
            }, { Connect-AegirHub -ConnectionString 'postgresql://me:s3cret@127.0.0.1:1/aegir'
            }, { $env:AEGIR_HUB = 'postgresql://me:s3cret@127.0.0.1:1/aegir'; Get-AegirSite }) {
            $trouble = $connect | Should -Throw -PassThru -ErrorId 'HubUnreachable,*'
            $trouble.TargetObject | Should -Be 'postgresql://me@127.0.0.1:1/aegir'
            $trouble.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
            "$trouble $($trouble.Exception) $($trouble.ErrorDetails.RecommendedAction)" | Should -Not -Match 's3cret'
        }
    }

    It 'refuses what is no connection string, without repeating it' {
        $trouble = { Connect-AegirHub -ConnectionString 'Database=aegir;Password=s3cret' } | Should -Throw -PassThru -ErrorId 'ConnectionStringInvalid,*'
        "$trouble $($trouble.TargetObject)" | Should -Not -Match 's3cret'
    }

    It 'is copied to a new file, and not over another' {
        $null = Connect-AegirHub "$root/first.db"
        $null = New-AegirDistribution Ten
        Copy-AegirHub "$root/second.db" -WhatIf
        "$root/second.db" | Should -Not -Exist
        $copied = Copy-AegirHub "$root/second.db"
        $copied.To | Should -Be "$root/second.db"
        Copy-AegirHub "$root/second.db" -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'HubNotEmpty,Aegir.PowerShell.CopyAegirHubCommand'
        (Get-AegirHub).Path | Should -Be "$root/first.db"
        $null = Connect-AegirHub "$root/second.db"
        (Get-AegirDistribution).Name | Should -Be 'Ten'
    }

    It 'refuses a file that is something else' {
        Set-Content "$root/text.db" ('no database ' * 1000)
        $trouble = { Connect-AegirHub "$root/text.db" } | Should -Throw -PassThru -ErrorId 'HubNotAHub,Aegir.PowerShell.ConnectAegirHubCommand'
        $trouble.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $trouble.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

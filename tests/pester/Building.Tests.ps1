BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $able = (Test-StandIn) -and (Get-Command git, tar, curl -CommandType Application -ErrorAction Ignore).Count -ge 3
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
}

Describe 'Building platforms' -Skip:(-not $able) {
    BeforeAll {
        $root = New-TestFolder
        New-StandIn $root
        Remove-Item "$root/new/composer.json", "$root/new/composer.lock"
        & git -C "$root/new" init -q -b main
        & git -C "$root/new" add -A
        & git -C "$root/new" -c user.name=Test -c user.email=test@example.org commit -q -m First
        & git -C "$root/new" tag release-1
        & tar -C $root -czf "$root/old.tar.gz" old
        Set-Content "$root/site.make" @"
core = 7.x
api = 2
projects[drupal][download][type] = file
projects[drupal][download][url] = $root/seven.tar.gz
libraries[player][download][type] = file
libraries[player][download][url] = player.js
"@
        Set-Content "$root/player.js" 'play()'
        & "$PSScriptRoot/../fixtures/make-platform" drupal-7.98 "$root/seven"
        & tar -C $root -czf "$root/seven.tar.gz" seven
        $null = Connect-AegirHub "$root/hub.db"
        # Where platforms go unless a path says otherwise.
        $null = New-Item -ItemType Directory "$root/built"
        $null = New-AegirDistribution Drupal10
    }

    AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

    It 'builds from a git repository, by a pattern of names' {
        $platform = New-AegirPlatform '{distribution} {version} {hash}' -GitUrl "$root/new" -GitRef release-1 -Docroot web -Distribution Drupal10 -Path "$root/built/git"
        $commit = & git -C "$root/new" rev-parse release-1
        $platform.Name | Should -Be "Drupal10 10.3.6 $($commit.Substring(0, 8))"
        $platform.Path | Should -Be "$root/built/git/web"
        $platform.Status | Should -Be 'Enabled'
    }

    It 'builds from an archive, named from where one stands, with a checksum' {
        Push-Location $root
        try { $platform = New-AegirPlatform Archived -Archive ./old.tar.gz -Checksum (Get-FileHash ./old.tar.gz).Hash -Path ./built/archive } finally { Pop-Location }
        $platform.CoreVersion | Should -Be '10.1.5'
        Test-Path "$root/built/archive/.aegir-build" | Should -BeFalse
    }

    It 'builds from a makefile' {
        $platform = New-AegirPlatform Made -Makefile "$root/site.make" -Path "$root/built/made"
        $platform.CoreVersion | Should -Be '7.98'
        Get-Content "$root/built/made/sites/all/libraries/player/player.js" | Should -Be 'play()'
    }

    It 'builds a copy' {
        (New-AegirPlatform Copied -CopyOf "$root/old" -Path "$root/built/copy").CoreVersion | Should -Be '10.1.5'
    }

    It 'says with -WhatIf what would be fetched, and does nothing' {
        $before = Get-ChildItem "$root/built" | ForEach-Object Name
        $told = Invoke-Child "Import-Module '$(Get-ManifestPath)'; New-AegirPlatform What -Makefile '$root/site.make' -Path '$root/built/what' -WhatIf" -Hub "$root/hub.db"
        $told.Text | Should -Match "drupal from $root/seven.tar.gz \($root/site.make, line 3\)"
        $told.Text | Should -Match "player from $root/player.js to sites/all/libraries/player"
        Get-ChildItem "$root/built" | ForEach-Object Name | Should -Be $before
        Get-AegirPlatform What* | Should -BeNullOrEmpty
    }

    It 'tells which line of a makefile failed, and leaves nothing' {
        Set-Content "$root/broken.make" "core = 7.x`napi = 2`n`nprojects[drupal][download][type] = file`nprojects[drupal][download][url] = $root/none.tar.gz"
        New-AegirPlatform Broken -Makefile "$root/broken.make" -Path "$root/built/broken" -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -Be 'DownloadFailed,Aegir.PowerShell.NewAegirPlatformCommand'
        $trouble[0].ToString() | Should -Match "project 'drupal' \($root/broken.make, line 4\)"
        Test-Path "$root/built/broken" | Should -BeFalse
        Get-ChildItem "$root/built" -Force | Where-Object Name -Like '.building*' | Should -BeNullOrEmpty
    }

    It 'never builds over what is there' {
        New-AegirPlatform Over -CopyOf "$root/old" -Path "$root/built/copy" -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].CategoryInfo.Category | Should -Be 'ResourceExists'
    }

    It 'refuses addresses that are more than that' {
        New-AegirPlatform Sly -GitUrl 'ext::sh -c id' -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'SourceUrlRefused,Aegir.PowerShell.NewAegirPlatformCommand'
    }

    It 'takes one source only' {
        { New-AegirPlatform Two -CopyOf "$root/old" -Makefile "$root/site.make" } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }
}

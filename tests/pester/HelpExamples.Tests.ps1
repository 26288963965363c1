BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $standIn = -not $IsWindows -and (Test-StandIn)
    # Every example of every page, with the reason where it cannot run here.
    $pages = Get-ChildItem "$PSScriptRoot/../../docs/cmdlets" -Filter *.md | ForEach-Object {
        $examples = foreach ($match in [regex]::Matches((Get-Content $_.FullName -Raw), '(?ms)^### (?<title>[^\n]+)\n\n```powershell( \(not run: (?<why>[^)]+)\))?\n(?<code>.+?)\n```')) {
            @{ Title = $match.Groups['title'].Value; Code = $match.Groups['code'].Value; Why = $match.Groups['why'].Value }
        }
        @{ Page = $_.BaseName; Examples = @($examples) }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force

    # What the examples speak of: two releases, and sites on the older one, of which one was upgraded already.
    function New-World {
        New-StandIn "$root/www" -Site www.example.com, shop.example.com, blog.example.com, news.example.com, club.example.com, default
        Rename-Item "$root/www/old" drupal-10.1.5
        Rename-Item "$root/www/new" drupal-10.3.6
        '10.3.7', '10.3.8' | ForEach-Object { & cp -a "$root/www/drupal-10.3.6" "$root/www/drupal-$_" }
        $null = New-Item -ItemType Directory "$root/here"
        $null = Connect-AegirHub "$root/hub.db"
        Set-AegirServer -OpcacheSeconds 0 -Folder "$root/aegir"
        $null = New-AegirDistribution Drupal10
        $null = New-AegirPlatform 'Drupal 10.1.5' "$root/www/drupal-10.1.5" -Distribution Drupal10
        $null = New-AegirPlatform 'Drupal 10.3.6' "$root/www/drupal-10.3.6" -Distribution Drupal10
        $null = New-AegirPlatform 'Drupal 10.3.7' "$root/www/drupal-10.3.7"
        $null = Import-AegirSite 'Drupal 10.1.5' -Directory www.example.com, shop.example.com, blog.example.com, news.example.com
        Set-AegirDistributionTarget Drupal10 -Platform 'Drupal 10.3.6'
        $null = New-AegirWebhook Drupal10
        $null = Invoke-AegirUpgrade news.example.com -Force
        Disconnect-AegirHub
        & cp -a $root "$root.kept"
    }

    # Each example finds the same world, whatever those before it did there.
    function Reset-World {
        Disconnect-AegirHub
        & chmod -R u+rwX $root
        & rm -rf $root
        & cp -a "$root.kept" $root
    }

    function Test-Change([string] $Code) {
        $Code -notlike '*-WhatIf*' -and $Code -cmatch '\b(?!Get|Compare|Export|Connect|Disconnect)[A-Z][a-z]+-Aegir'
    }
}

Describe 'Examples of <Page>' -ForEach $pages -Skip:(-not $standIn) {
    BeforeAll {
        if (-not $script:root) {
            $script:root = New-TestFolder
            New-World
        }
    }

    It '<Title>' -ForEach $Examples {
        if ($Why) {
            Set-ItResult -Skipped -Because $Why
            return
        }
        if ($script:changed) { Reset-World }
        $script:changed = Test-Change $Code
        $script = [scriptblock]::Create(($Code -replace '/var/www', "$root/www" -replace '/var/aegir', "$root/aegir"))
        Push-Location "$root/here"
        try {
            $null = New-Item -ItemType Directory -Force "$root/aegir"
            $null = Connect-AegirHub "$root/hub.db"
            $ConfirmPreference = 'None'
            $all = @(& $script *>&1)
        }
        finally { Pop-Location }
        $all | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -BeNullOrEmpty
    }
}

AfterAll {
    Disconnect-AegirHub
    if ($root) { $root, "$root.kept" | ForEach-Object { Remove-TestFolder $_ } }
}

# docs/first-upgrade.md, typed at a terminal of 80 columns as it is there. AEGIR_TEST_SCREENS names a file for what the screens show, to be put into the page.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $terminal = (Test-StandIn) -and (Test-Terminal)
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $docs = (Resolve-Path "$PSScriptRoot/../../docs").Path
    $readme = [regex]::Match((Get-Content "$PSScriptRoot/../../README.md" -Raw), '(?s)## From your folders.*?```powershell\n(.*?)```').Groups[1].Value
    $page = [regex]::Match((Get-Content "$docs/first-upgrade.md" -Raw), '(?s)```text\n(.*?)```').Groups[1].Value
    $steps = $page -split '(?m)^PS> ' | Where-Object { $_ } | ForEach-Object {
        $line, $screen = $_ -split "`n", 2
        [pscustomobject]@{ Line = $line; Screen = $screen }
    }

    # What differs from time to time: names in the order they were done in, times, numbers, paths, and how wide columns are.
    function Get-Sight([string] $Screen) {
        # A line that goes on in the next.
        $whole = $Screen -replace '(?m)^(.{80})\n', '$1'
        $whole -split "`n" | ForEach-Object {
            ($_ -replace '/[^\s'']+', '/PATH' -replace '\b(www|shop|blog)\.example\.com', 'SITE' -replace '\b(Www|Shop|Blog)\b', 'Site' -replace '[\d.:]+ (s|min|h)\b', 'TIME' -creplace '\d+', '9' -replace '[\s\u2026]+', ' ' -replace '-{2,}', '-').Trim()
        } | Where-Object { $_ } | Sort-Object
    }

    function Wait-Last([string] $Pattern) {
        try { Wait-Until { "$(Get-Screen $root | Select-Object -Last 1)".Trim() -match $Pattern } -Seconds 90 }
        catch { throw "$_ On the screen: $((Get-Screen $root) -join "`n")" }
    }

    # On a clear screen. What is typed before the prompt listens is on the screen twice, and is typed again.
    function Send-Line([string] $Line) {
        foreach ($try in 1..5) {
            if ((-join (Get-Screen $root)).Trim() -ne 'READY>') { Send-Key $root Clear-Host, Enter }
            Wait-Until { (-join (Get-Screen $root)).Trim() -eq 'READY>' }
            & tmux -S "$root/tmux" send-keys -l $Line
            try {
                Wait-Until { (-join (Get-Screen $root) -replace '\s') -eq ("READY>$Line" -replace '\s') } -Seconds 10
                Send-Key $root Enter
                return
            }
            catch { Send-Key $root C-c }
        }
        throw "'$Line' could not be typed. On the screen: $(Get-Screen $root)"
    }
}

Describe 'The first upgrade' -Skip:(-not $terminal) {
    It 'is typed as the README has it' {
        $lines = $readme -split "`n" -replace '\s*#.*' | Where-Object { $_ -and $_ -notlike '*composer*' }
        $steps.Line | Should -Be $lines
    }

    It 'shows what the page shows' {
        $root = New-TestFolder
        New-StandIn "$root/www" -Site www.example.com, shop.example.com, blog.example.com
        Rename-Item "$root/www/old" drupal-10.1.5
        Rename-Item "$root/www/new" drupal-10.3.6
        Start-Terminal $root -Environment "AEGIR_HUB='$root/hub.db'" -Width 80 -Height 100
        try {
            foreach ($step in $steps | Where-Object Line -NE './build.ps1 Build') {
                $typed = 'READY>' + ($step.Line -replace '/var/www', "$root/www" -replace '\./out/Aegir.PowerShell', (Get-ManifestPath))
                Send-Line $typed.Substring(6)
                Wait-Last 'READY>$|"Y"\):$'
                if ($step.Screen -match '\(default is "Y"\):(\w)') { Send-Key $root $Matches[1], Enter; Wait-Last 'READY>$' }
                $shown = & tmux -S "$root/tmux" capture-pane -p
                $shown = ($shown | Select-Object -Skip ([Math]::Ceiling($typed.Length / 80)) | Where-Object { $_ -ne 'READY>' }) -join "`n"
                if ($env:AEGIR_TEST_SCREENS) { Add-Content $env:AEGIR_TEST_SCREENS "PS> $($step.Line)", $shown.TrimEnd() }
                $expected, $seen = (Get-Sight $step.Screen), (Get-Sight $shown)
                if ($expected -match '\(and so on') { $expected | Where-Object { $_ -notmatch '\(and so on' -and $_ -notin $seen } | Should -BeNullOrEmpty -Because $shown }
                else { $seen | Should -Be $expected -Because $step.Line }
            }
        }
        finally { Stop-Terminal $root; Remove-TestFolder $root }
    }
}

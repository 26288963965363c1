BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $package = Get-Item (Join-Path $PSScriptRoot '../../out/package/*.nupkg') -ErrorAction Ignore
    $manager = Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $folder = Join-Path $PSScriptRoot '../../out/package'
    $version = (Import-PowerShellDataFile (Get-ManifestPath)).ModuleVersion
}

Describe 'The package' -Skip:(-not $package) {
    It 'lies beside a folder as modules are installed in' {
        Test-ModuleManifest "$folder/Aegir.PowerShell/$version/Aegir.PowerShell.psd1" -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'says of itself what package managers go by' {
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        $archive = [IO.Compression.ZipFile]::OpenRead((Resolve-Path "$folder/Aegir.PowerShell.$version.nupkg"))
        try {
            $reader = [IO.StreamReader]::new($archive.GetEntry('Aegir.PowerShell.nuspec').Open())
            $data = ([xml] $reader.ReadToEnd()).package.metadata
            $data.id, $data.version | Should -Be 'Aegir.PowerShell', $version
            $data.tags -split ' ' | Should -Contain 'PSModule'
            $data.dependencies | Should -BeNullOrEmpty
            $archive.Entries.FullName | Should -Contain 'Aegir.PowerShell.psd1'
            $archive.Entries.FullName | Where-Object { $_ -match '^lib/|System\.Management\.Automation|\.pdb$' } | Should -BeNullOrEmpty
        }
        finally { $archive.Dispose() }
    }

    It 'is taken by Install-PSResource from a local repository' -Skip:(-not $manager) {
        # A home of its own, so that nothing of the user's is touched.
        $root = New-TestFolder
        $before = $env:HOME, $env:XDG_DATA_HOME
        try {
            $env:HOME = $root; $env:XDG_DATA_HOME = $null
            $child = Invoke-Child -Hub "$root/hub.db" @"
`$ProgressPreference = 'SilentlyContinue'
Register-PSResourceRepository -Name local-folder -Uri '$(Resolve-Path $folder)' -Trusted
Install-PSResource Aegir.PowerShell -Repository local-folder -Scope CurrentUser
Import-Module Aegir.PowerShell
(Get-Module Aegir.PowerShell).ModuleBase
(Get-AegirHub).Path
"@
            $child.Output | Should -Be (Join-Path $root ".local/share/powershell/Modules/Aegir.PowerShell/$version"), "$root/hub.db"
        }
        finally { $env:HOME, $env:XDG_DATA_HOME = $before; Remove-TestFolder $root }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $manifest = Get-ManifestPath
    $dependencies = Join-Path (Split-Path $manifest) 'bin/dependencies'
    $root = New-TestFolder
    $loaded = '[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name }'

    # A Newtonsoft.Json of another version, as another module might have brought it.
    function New-OtherJson([string] $Version) {
        $folder = "$root/json-$Version"
        $null = New-Item -ItemType Directory $folder
        $code = "[assembly: System.Reflection.AssemblyVersion(`"$Version`")] namespace Newtonsoft.Json { public static class JsonConvert { public static string Who() { return `"other`"; } } }"
        Add-Type -TypeDefinition $code -OutputAssembly "$folder/Newtonsoft.Json.dll"
        "$folder/Newtonsoft.Json.dll"
    }
}

AfterAll { Remove-TestFolder $root }

Describe 'Importing the module' {
    It 'loads nothing of SQLite, PostgreSQL, ssh, Dapper, YAML or the core' {
        $child = Invoke-Child "Import-Module '$manifest'; `$null = Get-Command -Module Aegir.PowerShell; $loaded"
        $child.Output | Should -Contain 'Aegir.PowerShell'
        $child.Output | Where-Object { $_ -match 'sqlite|Npgsql|SshNet|Aegir\.Ssh|BouncyCastle|Dapper|Yaml|Aegir\.Core' } | Should -BeNullOrEmpty
    }

    It 'makes [Aegir.Site] and its kin known to scripts' {
        $child = Invoke-Child "Import-Module '$manifest'; [Aegir.Site].FullName; [Aegir.PlatformStatus]::Locked; ([Aegir.Site]@{ Name = 'a.example' }).Name"
        $child.Output | Should -Be 'Aegir.Site', 'Locked', 'a.example'
    }

    It 'works twice, with -Force' {
        $child = Invoke-Child @"
Import-Module '$manifest'; `$null = Connect-AegirHub '$root/twice.db'; `$null = New-AegirDistribution One
Import-Module '$manifest' -Force; `$null = Connect-AegirHub '$root/twice.db'; (Get-AegirDistribution).Name
(Get-AegirDistribution) -is [Aegir.Distribution]
"@
        $child.Output | Should -Be 'One', 'True'
    }

    It 'works after it was removed, and removing closes the hub' {
        $child = Invoke-Child "Import-Module '$manifest'; `$null = Connect-AegirHub '$root/gone.db'; Remove-Module Aegir.PowerShell; Import-Module '$manifest'; (Get-AegirHub).Path" -Hub "$root/other.db"
        $child.Output | Should -Be "$root/other.db"
    }

    It 'works beside a Newtonsoft.Json <_> that was there before' -ForEach '9.0.0.0', '99.0.0.0' {
        $json = New-OtherJson $_
        # In the child PowerShell has its own; the other one is loaded as modules do it.
        $child = Invoke-Child @"
`$other = [Reflection.Assembly]::LoadFile('$json')
Import-Module '$manifest'
`$null = Connect-AegirHub '$root/json-$_.db'
New-AegirPlatform Nowhere '$root' -ErrorVariable trouble -ErrorAction SilentlyContinue
`$trouble[0].FullyQualifiedErrorId
`$other.GetType('Newtonsoft.Json.JsonConvert')::Who()
@([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ Aegir).Count
([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ Aegir).Assemblies.Location | Split-Path | Sort-Object -Unique
"@
        $child.Output | Should -Be 'NotADrupal,Aegir.PowerShell.NewAegirPlatformCommand', 'other', '1', $dependencies
    }

    It 'keeps our SQLite out of the default load context' {
        $child = Invoke-Child "Import-Module '$manifest'; `$null = Connect-AegirHub '$root/context.db'; [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { `$_.GetName().Name }"
        $child.Output | Where-Object { $_ -match 'sqlite|Npgsql|SshNet|Aegir\.Ssh|BouncyCastle|Dapper|Yaml|Aegir\.Core' } | Should -BeNullOrEmpty
        $child.Output | Should -Contain 'Aegir.Model'
    }

    It 'loads nothing of PostgreSQL for a hub in a file, and keeps it to ourselves for one that is there' {
        $child = Invoke-Child "Import-Module '$manifest'; `$null = Connect-AegirHub '$root/file.db'; `$null = Get-AegirSite; `$null = Get-AegirTask; $loaded"
        $child.Output | Should -Contain 'Aegir.Core'
        $child.Output | Where-Object { $_ -match 'Npgsql' } | Should -BeNullOrEmpty

        $child = Invoke-Child @"
Import-Module '$manifest'
try { Connect-AegirHub -ConnectionString 'Host=127.0.0.1;Port=1;Database=aegir;Username=me;Password=s3cret' } catch { `$_.FullyQualifiedErrorId }
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'Npgsql' } | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name; Split-Path `$_.Location }
"@
        $child.Output | Should -Be 'HubUnreachable,Aegir.PowerShell.ConnectAegirHubCommand', 'Aegir', $dependencies
    }

    It 'names the machine and the path where SQLite is missing' {
        $copy = "$root/copy"
        Copy-Item -Recurse (Split-Path $manifest) $copy
        Remove-Item -Recurse "$copy/bin/dependencies/runtimes"
        $child = Invoke-Child "Import-Module '$copy/Aegir.PowerShell.psd1'; try { Get-AegirHub } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }" -Hub "$root/none.db"
        $child.Output[0] | Should -Be 'SqliteMissing,Aegir.PowerShell.GetAegirHubCommand'
        $child.Text | Should -Match '(linux|osx|win)[-a-z]*-(x64|arm64)'
        $child.Text | Should -Match ([regex]::Escape("$copy/bin/dependencies/runtimes/"))
    }

    It 'takes less than half of the time that importing Pester takes' {
        # The better of three, each in a process of its own.
        $times = { param($module) 1..3 | ForEach-Object { [double](Invoke-Child "(Measure-Command { Import-Module '$module' }).TotalMilliseconds").Output[-1] } | Sort-Object | Select-Object -First 1 }
        $ours = & $times $manifest
        $pester = & $times (Get-Module Pester).Path
        Write-Host "    Aegir.PowerShell $ours ms, Pester $pester ms"
        $ours | Should -BeLessThan ($pester / 2)
    }
}

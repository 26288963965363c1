# What the tests share: throw-away folders, stand-in code bases, a web server, and child processes.

$fixtures = Join-Path $PSScriptRoot '../fixtures'
$manifest = (Resolve-Path (Join-Path $PSScriptRoot '../../out/Aegir.PowerShell/Aegir.PowerShell.psd1')).Path

function Get-ManifestPath { $manifest }

function Test-StandIn { [bool](Get-Command php -CommandType Application -ErrorAction Ignore) }

# A module with Invoke-Nothing, a bulk cmdlet for tests; compiled into a folder against the module that is loaded.
function New-NothingModule {
    param([string] $Path)

    $bin = Join-Path (Split-Path $manifest) 'bin'
    $references = "$bin/Aegir.PowerShell.dll", "$bin/Aegir.Model.dll", "$bin/dependencies/Aegir.Core.dll", [psobject].Assembly.Location, 'netstandard', 'System.Runtime', 'System.Collections'
    Add-Type -Path "$PSScriptRoot/fixtures/Nothing.cs" -ReferencedAssemblies $references -OutputAssembly "$Path/Nothing.dll" -IgnoreWarnings -WarningAction Ignore
    "$Path/Nothing.dll"
}

# A folder with two releases and sites on the older one.
function New-StandIn {
    param([string] $Path, [string[]] $Site = @(), [string[]] $Blocked = @())

    $null = New-Item -ItemType Directory -Path $Path -Force
    & "$fixtures/make-platform" drupal-10.1.5 "$Path/old"
    & "$fixtures/make-platform" drupal-10.3.6 "$Path/new"
    foreach ($name in $Site) { $null = & "$fixtures/make-site" "$Path/old" $name minimal sqlite }
    foreach ($name in $Blocked) { $null = & "$fixtures/make-site" "$Path/old" $name minimal sqlite --module=legacy_widget }
}

# Makes the stand-in of a release misbehave, or wait.
function Set-Switch {
    param([string] $Path, [string] $Name, [string] $Value = '1')

    $null = New-Item -ItemType Directory -Path "$Path/web/.standin" -Force
    Set-Content -NoNewline -Path "$Path/web/.standin/$Name" -Value $Value
}

function Clear-Switch { param([string] $Path) Remove-Item -Recurse -Force -Path "$Path/web/.standin" -ErrorAction Ignore }

# A hub that knows all of it, with the newer release as target.
function Initialize-Hub {
    param([string] $Path)

    $null = Connect-AegirHub "$Path/hub.db"
    # No web server of these tests goes by cached code, so no upgrade need wait for one.
    Set-AegirServer -OpcacheSeconds 0
    $null = New-AegirDistribution Drupal10
    $null = New-AegirPlatform 'Drupal 10.1.5' "$Path/old" -Distribution Drupal10
    $null = New-AegirPlatform 'Drupal 10.3.6' "$Path/new" -Distribution Drupal10
    $null = Import-AegirSite 'Drupal 10.1.5'
    Set-AegirDistributionTarget Drupal10 -Platform 'Drupal 10.3.6'
}

function New-TestFolder {
    $path = Join-Path ([IO.Path]::GetTempPath()) "aegir-$([Guid]::NewGuid().ToString('N').Substring(0, 12))"
    (New-Item -ItemType Directory -Path $path).FullName
}

function Remove-TestFolder {
    param([string] $Path)

    if (-not (Test-Path $Path)) { return }
    # Drupal takes the write bit off what it does not want changed.
    if (-not $IsWindows) { & chmod -R u+rwX $Path }
    Remove-Item -Recurse -Force -Path $Path -ErrorAction Ignore
}

# What a folder holds, as one string that any change of name, content or mode changes.
function Get-TreeHash {
    param([string[]] $Path)

    $lines = Get-ChildItem -Path $Path -Recurse -Force | Sort-Object FullName | ForEach-Object {
        "$($_.FullName) $($_.UnixMode) $(if (-not $_.PSIsContainer) { (Get-FileHash $_.FullName).Hash })"
    }
    $lines -join "`n"
}

# A script in a PowerShell of its own: Output as lines, ExitCode.
function Invoke-Child {
    param([string] $Script, [string] $Hub = $env:AEGIR_HUB)

    $file = Join-Path ([IO.Path]::GetTempPath()) "aegir-$([Guid]::NewGuid().ToString('N')).ps1"
    Set-Content -Path $file -Value $Script
    $old = $env:AEGIR_HUB
    try {
        $env:AEGIR_HUB = $Hub
        $env:NO_COLOR = '1'
        $output = & pwsh -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object { "$_" }
        [pscustomobject]@{ Output = @($output); Text = $output -join "`n"; ExitCode = $LASTEXITCODE }
    }
    finally {
        $env:AEGIR_HUB = $old
        $env:NO_COLOR = $null
        Remove-Item $file
    }
}

# The front page of a site on a release, from PHP's own server: Status and Content.
function Get-Page {
    param([string] $Path, [string] $Site)

    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $server = Start-Process php -PassThru -RedirectStandardOutput "$Path/../server.out" -RedirectStandardError "$Path/../server.err" -ArgumentList @(
        '-S', "127.0.0.1:$port", '-t', "$Path/web", "$fixtures/router.php")
    try {
        foreach ($try in 1..200) {
            try {
                $answer = Invoke-WebRequest "http://127.0.0.1:$port/" -Headers @{ Host = $Site } -SkipHttpErrorCheck -MaximumRedirection 0 -ErrorAction Stop
                return [pscustomobject]@{ Status = [int]$answer.StatusCode; Content = $answer.Content }
            }
            catch [Net.Http.HttpRequestException] { Start-Sleep -Milliseconds 50 }
        }
        throw "No answer on port ${port}: $(Get-Content "$Path/../server.err" -Raw)"
    }
    finally { Stop-Process -Id $server.Id }
}

# Fails unless each site answers, with its content, on the release where the hub says it is.
function Assert-Whole {
    param([string] $Path, [string[]] $Site)

    foreach ($name in $Site) {
        $platform = (Get-AegirSite $name).Platform
        $folder = $platform -eq 'Drupal 10.3.6' ? 'new' : 'old'
        $page = Get-Page "$Path/$folder" $name
        if ($page.Status -ne 200 -or -not $page.Content.Contains("Third page of $name") -or -not $page.Content.Contains("version $($platform.Split(' ')[1])")) {
            throw "$name on $platform answers $($page.Status): $($page.Content)"
        }
    }
    $open = @(Get-AegirTask -First 0 | Where-Object Status -In Processing, Queued)
    if ($open) { throw "Tasks are left open: $open" }
}

function Wait-Until {
    param([scriptblock] $Condition, [int] $Seconds = 20)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "It did not come to pass within $Seconds s: $Condition" }
        Start-Sleep -Milliseconds 20
    }
}

Export-ModuleMember -Function *

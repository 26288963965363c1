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
    param([string] $Path, [string] $ConnectionString)

    $null = $ConnectionString ? (Connect-AegirHub -ConnectionString $ConnectionString) : (Connect-AegirHub "$Path/hub.db")
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

function Test-Terminal { $IsLinux -and [bool](Get-Command tmux -CommandType Application -ErrorAction Ignore) }

# A terminal for keys and eyes, run by a tmux server of its own, so that nobody's session is touched. Its program is a PowerShell at the prompt READY> after a script.
function Start-Terminal {
    param([string] $Folder, [string] $Script, [string] $Environment = '', [int] $Width = 120, [int] $Height = 40)

    Set-Content "$Folder/terminal.ps1" "function prompt { 'READY>' }`nImport-Module '$manifest'`n$Script"
    & tmux -S "$Folder/tmux" -f /dev/null new-session -d -x $Width -y $Height "$Environment pwsh -NoProfile -NoLogo -NoExit -File '$Folder/terminal.ps1'; touch '$Folder/ended'"
    Wait-Prompt $Folder
}

function Stop-Terminal { param([string] $Folder) & tmux -S "$Folder/tmux" kill-server 2>$null }

function Send-Key { param([string] $Folder, [string[]] $Key) & tmux -S "$Folder/tmux" send-keys @Key }

function Get-Screen { param([string] $Folder) & tmux -S "$Folder/tmux" capture-pane -p -J | Where-Object { $_.Trim() } }

function Wait-Prompt {
    param([string] $Folder)

    try { Wait-Until { "$(Get-Screen $Folder | Select-Object -Last 1)".Trim() -match 'READY>$' } }
    catch { throw "$_ On the screen: $(Get-Screen $Folder)" }
}

# Ctrl-C at a terminal: how many milliseconds until the prompt is back, as tmux sees it.
function Stop-AtTerminal {
    param([string] $Folder)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    Send-Key $Folder C-c
    Wait-Prompt $Folder
    $clock.ElapsedMilliseconds
}

# What PowerShell takes by itself at the same terminal.
function Measure-CtrlC {
    param([string] $Folder)

    Send-Key $Folder "'sleeping'; Start-Sleep 100", Enter
    Wait-Until { (Get-Screen $Folder | Select-Object -Last 1).Trim() -eq 'sleeping' }
    Stop-AtTerminal $Folder
}

# The folder with PostgreSQL's programs, which are seldom on the PATH; nothing where it is not installed.
function Get-PostgreSqlPath {
    if (@(Get-Command setpriv, pgrep -CommandType Application -ErrorAction Ignore).Count -lt 2) { return }
    Get-Item /usr/lib/postgresql/*/bin/initdb -ErrorAction Ignore | Sort-Object { [int] $_.Directory.Parent.Name } | Select-Object -Last 1 | ForEach-Object DirectoryName
}

# A PostgreSQL of the test's own, in FOLDER/data, for who may get to its socket in FOLDER/run. It refuses to run as root, and then gets another account.
function Start-PostgreSql {
    param([string] $Folder)

    $programs = Get-PostgreSqlPath
    $null = New-Item -ItemType Directory "$Folder/data", "$Folder/run"
    $as = @()
    if ([Environment]::UserName -eq 'root') {
        & chmod 755 $Folder
        & chown nobody "$Folder/data" "$Folder/run"
        $as = 'setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'
    }
    $null = & env @as "$programs/initdb" -D "$Folder/data" -U aegir -A trust --no-sync -E UTF8 --locale=C.UTF-8
    $server = Start-Process env -PassThru -RedirectStandardError "$Folder/server.err" -RedirectStandardOutput "$Folder/server.out" -ArgumentList @(
        $as; "$programs/postgres", '-D', "$Folder/data", '-k', "$Folder/run", '-c', 'listen_addresses=', '-c', 'fsync=off')
    Wait-Until { $null = & "$programs/psql" -XqAt -h "$Folder/run" -U aegir -c 'SELECT 1' postgres 2>&1; $LASTEXITCODE -eq 0 } -Seconds 60
    $server
}

# All of it stands still: who is connected waits, and so does who connects. Each of its processes has a group of its own.
function Suspend-PostgreSql { param($Server) & kill -STOP $Server.Id; & kill -STOP @(& pgrep -P $Server.Id) }

function Resume-PostgreSql { param($Server) & kill -CONT @(& pgrep -P $Server.Id) $Server.Id }

function Stop-PostgreSql { param($Server) if ($Server -and -not $Server.HasExited) { & kill -QUIT $Server.Id; $Server.WaitForExit() } }

Export-ModuleMember -Function *

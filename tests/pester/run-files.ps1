# What run.ps1 starts: takes one test file after the other that nobody has taken yet, and leaves what it said and how it went in a folder.
param([string] $Folder, [string] $Names)

Import-Module Pester -MinimumVersion 5.3
# Nothing of the user's own setting may leak into a test, and none may write to the user's hub.
$env:AEGIR_HUB = Join-Path ([IO.Path]::GetTempPath()) "aegir-no-hub-$PID/hub.db"

foreach ($name in $Names -split ',') {
    try { [IO.File]::Open("$Folder/$name.taken", 'CreateNew').Dispose() } catch [IO.IOException] { continue }
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = "$PSScriptRoot/$name"
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Detailed'
    $configuration.Output.RenderMode = 'Plaintext'
    $result = $null
    $said = [Text.StringBuilder]::new()
    Invoke-Pester -Configuration $configuration *>&1 | ForEach-Object {
        if ($_ -is [Pester.Run]) { $result = $_ }
        elseif ($_.MessageData -is [Management.Automation.HostInformationMessage]) { $null = $said.Append($_.MessageData.Message).Append($_.MessageData.NoNewLine ? '' : "`n") }
        elseif ($_ -isnot [Management.Automation.InformationRecord]) { $null = $said.AppendLine("$_") }
    }
    Set-Content "$Folder/$name.txt" $said
    # A test file or a block that could not be run counts as a failure too.
    $failures = @($result.Failed | ForEach-Object { "$name`: $($_.ExpandedPath)" }) +
        @($result.FailedBlocks | ForEach-Object { "$name`: $($_.ExpandedPath), as a whole" }) + @($result.FailedContainers | ForEach-Object { "$name could not be run" })
    @{ Passed = $result.PassedCount; Failures = $failures; Skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount } |
        ConvertTo-Json | Set-Content "$Folder/$name.part"
    Move-Item "$Folder/$name.part" "$Folder/$name.json"
}

#requires -Version 7.4
<#
.SYNOPSIS
    Brings an old multisite, or several, under control: registers the code bases, adopts the sites in them, and says what is left to do.
.DESCRIPTION
    Nothing in the folders is changed. It may be run again: what the hub knows already is passed over.
.EXAMPLE
    ./Old-Multisite.ps1 /var/www/drupal-10.1.5, /var/www/shops -Distribution Drupal10 -WhatIf
.EXAMPLE
    Get-ChildItem /var/www -Directory | ./Old-Multisite.ps1 -Distribution Drupal10
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Docroots, or composer projects above them.
    [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
    [Alias('FullName')]
    [string[]] $Path,

    # The distribution that the code bases become releases of; made where there is none.
    [Parameter(Mandatory)]
    [string] $Distribution
)

begin {
    if (-not (Get-AegirDistribution | Where-Object Name -EQ $Distribution)) { $null = New-AegirDistribution $Distribution }
    $known = @(Get-AegirPlatform)
    $adopted = [Collections.Generic.List[object]]::new()
}

process {
    foreach ($folder in Convert-Path $Path) {
        $platform = $known | Where-Object { $folder -in $_.Path, $_.ProjectRoot }
        if (-not $platform) { $platform = New-AegirPlatform (Split-Path $folder -Leaf) $folder -Distribution $Distribution }
        if (-not $platform) { continue }
        # A site that cannot be adopted is an error of its own, and the others go on.
        $sites = @($platform | Import-AegirSite)
        Write-Verbose "$($platform.Name): Drupal $($platform.CoreVersion), $($sites.Count) sites adopted."
        $sites | ForEach-Object { $adopted.Add($_) }
    }
}

end {
    $adopted
    if ($WhatIfPreference) { return }
    $newest = Get-AegirPlatform -Distribution $Distribution | Where-Object Status -NE Locked | Sort-Object { $_.CoreVersion -as [version] } | Select-Object -Last 1
    if ($newest -and -not (Get-AegirDistribution $Distribution).Target) {
        Write-Information -InformationAction Continue @"
What comes next:
  Set-AegirServer -Database MariaDb -DatabaseOptionFile ...     where sites are on MariaDB
  Set-AegirDistributionTarget '$Distribution' -Platform '$($newest.Name)'
  Get-AegirUpgrade -Distribution '$Distribution'
"@
    }
}

@{
    RootModule           = 'bin/Aegir.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '7c0c6e3e-54b7-4d0e-9a6c-2a1d9d6b8f41'
    Author               = 'The Aegir.PowerShell authors'
    CompanyName          = 'Aegir.PowerShell'
    Copyright            = '(c) The Aegir.PowerShell authors.'
    Description          = 'Brings Drupal sites under control and moves them to new code bases: registers platforms, adopts sites, plans upgrades, carries them out several at a time, and puts back what fails.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Aegir.PowerShell.Format.ps1xml')
    TypesToProcess       = @('Aegir.PowerShell.Types.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Backup-AegirSite'
        'Compare-AegirPlatform'
        'Connect-AegirHub'
        'Copy-AegirHub'
        'Copy-AegirSite'
        'Disable-AegirSite'
        'Disconnect-AegirHub'
        'Enable-AegirSite'
        'Export-AegirReport'
        'Get-AegirBackup'
        'Get-AegirDistribution'
        'Get-AegirHub'
        'Get-AegirPackage'
        'Get-AegirPlatform'
        'Get-AegirQueue'
        'Get-AegirServer'
        'Get-AegirSite'
        'Get-AegirTask'
        'Get-AegirTaskLog'
        'Get-AegirUpgrade'
        'Get-AegirWebhook'
        'Import-AegirSite'
        'Invoke-AegirCron'
        'Invoke-AegirQueue'
        'Invoke-AegirUpgrade'
        'Invoke-AegirVerify'
        'Lock-AegirPlatform'
        'Move-AegirSite'
        'New-AegirDistribution'
        'New-AegirPlatform'
        'New-AegirServer'
        'New-AegirSite'
        'New-AegirSiteLogin'
        'New-AegirWebhook'
        'Remove-AegirBackup'
        'Remove-AegirDistribution'
        'Remove-AegirPlatform'
        'Remove-AegirServer'
        'Remove-AegirSite'
        'Remove-AegirWebhook'
        'Rename-AegirSite'
        'Restart-AegirTask'
        'Restore-AegirSite'
        'Set-AegirDistribution'
        'Set-AegirDistributionTarget'
        'Set-AegirPlatform'
        'Set-AegirServer'
        'Set-AegirSite'
        'Stop-AegirTask'
        'Undo-AegirUpgrade'
        'Unlock-AegirPlatform'
        'Update-AegirDistribution'
        'Wait-AegirTask'
    )
    PrivateData          = @{
        PSData = @{
            Tags = @('Aegir', 'Drupal', 'Drush', 'Upgrade', 'Hosting', 'Windows', 'Linux', 'MacOS')
        }
    }
}

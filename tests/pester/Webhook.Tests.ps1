BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $root = New-TestFolder
    $null = Connect-AegirHub "$root/hub/hub.db"
    $null = New-AegirDistribution Drupal10, Drupal7
}

AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

Describe 'Webhooks' {
    It 'are made with a secret that is shown once' {
        $webhook = New-AegirWebhook Drupal10
        $webhook.Secret | Should -MatchExactly '^[0-9a-f]{64}$'
        ($webhook | Out-String) | Should -Match $webhook.Secret
        (Get-AegirWebhook).Secret | Should -BeNullOrEmpty
        (Get-AegirWebhook Drupal*).Path | Should -Be $webhook.Path
        if (-not $IsWindows) { (Get-ChildItem "$root/hub/webhooks").UnixMode | Should -Be '-rw-------' }
    }

    It 'get a new secret at the same path, from the pipeline too' {
        $before = New-AegirWebhook Drupal10
        $after = Get-AegirDistribution Drupal10 | New-AegirWebhook
        $after.Path | Should -Be $before.Path
        $after.Secret | Should -Not -Be $before.Secret
    }

    It 'change nothing with -WhatIf' {
        New-AegirWebhook Drupal7 -WhatIf | Should -BeNullOrEmpty
        Remove-AegirWebhook Drupal10 -WhatIf
        (Get-AegirWebhook).Distribution | Should -Be 'Drupal10'
    }

    It 'are removed by wildcard, where there are any' {
        $null = New-AegirWebhook Drupal7
        Remove-AegirWebhook *7
        (Get-AegirWebhook).Distribution | Should -Be 'Drupal10'
        { Remove-AegirWebhook Nothing* -ErrorAction Stop } | Should -Not -Throw
    }

    It 'are removed, and missed' {
        (Get-AegirWebhook Drupal10 | Remove-AegirWebhook -PassThru).Distribution | Should -Be 'Drupal10'
        Get-AegirWebhook | Should -BeNullOrEmpty
        { Remove-AegirWebhook Drupal10 -ErrorAction Stop } | Should -Throw -ErrorId 'WebhookNotFound,Aegir.PowerShell.RemoveAegirWebhookCommand'
        { New-AegirWebhook Nothing -ErrorAction Stop } | Should -Throw -ErrorId 'DistributionNotFound,Aegir.PowerShell.NewAegirWebhookCommand'
    }
}

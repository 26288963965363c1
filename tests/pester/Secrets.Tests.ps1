BeforeDiscovery {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    $transport = Test-Path (Join-Path (Split-Path (Get-ManifestPath)) 'bin/dependencies/Aegir.Ssh.dll')
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath) -Force
    $root = New-TestFolder
    $null = Connect-AegirHub "$root/hub.db"
    # Nobody answers at this port; what matters is how far the login comes.
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start(); $port = $listener.LocalEndpoint.Port; $listener.Stop()

    function Get-Trouble { Get-AegirServer web1 | Invoke-AegirVerify -ErrorVariable trouble -ErrorAction SilentlyContinue | Out-Null; $trouble[0] }

    # A stand-in for SecretManagement: a module of its name with Get-Secret, in a folder of its own.
    function New-Vault([string] $Answer) {
        $folder = "$root/vault-$([Guid]::NewGuid())"
        $null = New-Item -ItemType Directory "$folder/Microsoft.PowerShell.SecretManagement"
        Set-Content "$folder/Microsoft.PowerShell.SecretManagement/Microsoft.PowerShell.SecretManagement.psm1" "function Get-Secret { [CmdletBinding()] param([string] `$Name) $Answer }"
        $folder
    }
}

AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

Describe 'The secret of a server' -Skip:(-not $transport) {
    BeforeAll { $null = New-AegirServer web1 -HostName 127.0.0.1 -SshPort $port -SshUser aegir -Transport SshNet -SshSecret vault:web1 -SkipVerify }

    It 'is kept as a reference only' {
        (Get-AegirServer web1).SshSecret | Should -Be 'vault:web1'
        Set-AegirServer web1 -SshSecret 'secret itself' -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -BeLike 'SecretReferenceInvalid,*'
        "$($trouble[0])" | Should -Not -Match 'secret itself'
    }

    It 'is asked of a vault <Case>' -ForEach @(
        @{ Case = 'that gives a text'; Answer = "'from ' + `$Name"; Id = 'HostUnreachable' }
        @{ Case = 'that gives a credential'; Answer = "[pscredential]::new('aegir', (ConvertTo-SecureString x -AsPlainText -Force))"; Id = 'HostUnreachable' }
        @{ Case = 'that does not know it'; Answer = "Write-Error 'no such secret'"; Id = 'SecretMissing' }
        @{ Case = 'that gives something else'; Answer = '42'; Id = 'SecretMissing' }
    ) {
        $before = $env:PSModulePath
        try {
            $env:PSModulePath = (New-Vault $Answer) + [IO.Path]::PathSeparator + $before
            (Get-Trouble).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        }
        finally { $env:PSModulePath = $before }
    }

    It 'is missed, with what to do, where there is no vault' -Skip:([bool](Get-Command Get-Secret -ErrorAction Ignore)) {
        $trouble = Get-Trouble
        $trouble.FullyQualifiedErrorId | Should -BeLike 'VaultMissing,*'
        $trouble.ErrorDetails.RecommendedAction | Should -Match 'Install-PSResource'
    }

    It 'is taken for this session from -Credential, which brings the account too' {
        $secret = [securestring]::new()
        'for now'.ToCharArray() | ForEach-Object { $secret.AppendChar($_) }
        Set-AegirServer web1 -Credential ([pscredential]::new('other', $secret))
        (Get-AegirServer web1).SshUser | Should -Be 'other'
        (Get-Trouble).FullyQualifiedErrorId | Should -BeLike 'HostUnreachable,*'
        [Text.Encoding]::UTF8.GetString([IO.File]::ReadAllBytes("$root/hub.db")) | Should -Not -Match 'for now'
        # It is gone with the session.
        $null = Connect-AegirHub "$root/hub.db"
        (Get-Trouble).FullyQualifiedErrorId | Should -BeLike 'VaultMissing,*'
    }
}

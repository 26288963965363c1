BeforeDiscovery {
    $hasSsh = @('sshd', 'ssh', 'ssh-keygen' | Where-Object { Get-Command $_ -CommandType Application -ErrorAction Ignore }).Count -eq 3 -or (Test-Path /usr/sbin/sshd)
}

BeforeAll {
    Import-Module "$PSScriptRoot/Helpers.psm1" -Force
    Import-Module (Get-ManifestPath)
    $root = New-TestFolder
    $null = Connect-AegirHub "$root/hub.db"
}

AfterAll { Disconnect-AegirHub; Remove-TestFolder $root }

Describe 'Servers' {
    It 'registers one with all that is said of it, unfit as it may be' {
        Set-Content "$root/key" ''
        Push-Location $root
        try {
            $server = New-AegirServer web1.example.com -WebServer Nginx -SshUser aegir -SshPort 2222 -SshKeyFile ./key -Folder /srv/aegir -WebPort 8080 `
                -WebHttpsPort 8443 -Address 192.0.2.7, 2001:db8::7 -WebCommand sudo, -n, /usr/sbin/nginx -WebGroup nginx -PhpFpm 127.0.0.1:9000 -OpcacheSeconds 60 -SkipVerify
        } finally { Pop-Location }
        $server.Status | Should -Be 'Queued'
        $server.HostName | Should -Be 'web1.example.com'
        $server.Transport | Should -Be 'OpenSsh'
        $server.SshKeyFile | Should -Be "$root/key"
        $server.Addresses | Should -Be '192.0.2.7', '2001:db8::7'
        $server.WebCommand -join ' ' | Should -Be 'sudo -n /usr/sbin/nginx'
        (Get-AegirServer web1*).OpcacheSeconds | Should -Be 60
    }

    It 'takes a database server as one that nobody logs in to' {
        $server = New-AegirServer db1.example.com -Database PostgreSql -DatabaseOptionFile "$root/pg.conf" -DatabaseGrantAllHosts -SkipVerify
        $server.Transport | Should -Be 'Local'
        $server.HostName | Should -Be 'db1.example.com'
        $server.DatabaseGrantAllHosts | Should -BeTrue
        (Set-AegirServer db1.example.com -DatabaseGrantAllHosts:$false -DatabaseHost 10.0.0.7 -PassThru).DatabaseGrantAllHosts | Should -BeFalse
        (Set-AegirServer db1.example.com -DatabaseHost '' -PassThru).DatabaseHost | Should -BeNullOrEmpty
    }

    It 'makes clusters of servers by name and from the pipeline' {
        $null = 'web2.example.com', 'web3.example.com' | New-AegirServer -WebServer Apache -SkipVerify
        $cluster = New-AegirServer cluster -Member (Get-AegirServer web2*, web3*) -SkipVerify
        $cluster.Members | Should -Be 'web2.example.com', 'web3.example.com'
        ($cluster | Format-Table | Out-String -Width 80) | Should -Match 'Cluster.*web2'
        (Set-AegirServer cluster -Members web2.example.com -PassThru).Members | Should -Be 'web2.example.com'
    }

    It 'refuses what cannot be, and names the reason' {
        New-AegirServer web1-example.com -SkipVerify -ErrorVariable trouble -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $trouble[0].FullyQualifiedErrorId | Should -Be 'ServerExists,Aegir.PowerShell.NewAegirServerCommand'
        $trouble[0].Exception.Message | Should -Match '@server_web1examplecom'
        Remove-AegirServer web2.example.com -Force -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'ServerInUse,Aegir.PowerShell.RemoveAegirServerCommand'
        $trouble[0].TargetObject | Should -BeOfType Aegir.Server
    }

    It 'changes nothing with -WhatIf, and says what it would change' {
        $before = Get-TreeHash "$root/hub.db", "$root/hub.db-wal"
        New-AegirServer x -WhatIf
        Set-AegirServer web1.example.com -WebPort 81 -AcceptHostKey SHA256:x -WhatIf
        Get-AegirServer | Remove-AegirServer -WhatIf
        Get-TreeHash "$root/hub.db", "$root/hub.db-wal" | Should -Be $before
    }

    It 'removes what nothing uses' {
        ('cluster', 'web2.example.com' | Remove-AegirServer -Confirm:$false -PassThru).Name | Should -Be 'cluster', 'web2.example.com'
        Remove-AegirServer web3.example.com -Force | Should -BeNullOrEmpty
        (Get-AegirServer).Name | Should -Be 'db1.example.com', 'server_master', 'web1.example.com'
    }
}

Describe 'Host keys' -Skip:(-not $hasSsh -or -not $IsLinux) {
    BeforeAll {
        foreach ($key in 'host', 'login') { ssh-keygen -q -t ed25519 -N '' -f "$root/$key" }
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start(); $port = $listener.LocalEndpoint.Port; $listener.Stop()
        $null = New-Item -ItemType Directory -Force /run/sshd
        Set-Content "$root/sshd_config" "ListenAddress 127.0.0.1:$port`nHostKey $root/host`nAuthorizedKeysFile $root/login.pub`nPidFile none`nStrictModes no`nUsePAM no`nPermitRootLogin prohibit-password"
        $sshd = Start-Process -PassThru (Get-Command sshd, /usr/sbin/sshd -ErrorAction Ignore)[0].Source '-D', '-E', "$root/sshd.log", '-f', "$root/sshd_config"
        while (-not (Test-Connection 127.0.0.1 -TcpPort $port -Quiet)) { if ($sshd.HasExited) { throw (Get-Content "$root/sshd.log") } }
        $fingerprint = (ssh-keygen -lf "$root/host.pub").Split(' ')[1]
    }

    AfterAll { $sshd.Kill($true) }

    It 'keeps a server whose key is unknown as Queued, and says how to accept it' {
        $server = New-AegirServer far -HostName 127.0.0.1 -Transport OpenSsh -SshPort $port -SshUser ([Environment]::UserName) -SshKeyFile "$root/login" `
            -WebRoot "$root/links" -ErrorVariable trouble -ErrorAction SilentlyContinue
        $server.Status | Should -Be 'Queued'
        $trouble[0].FullyQualifiedErrorId | Should -Be 'HostKeyUnknown,Aegir.PowerShell.NewAegirServerCommand'
        $trouble[0].ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape("Set-AegirServer 'far' -AcceptHostKey $fingerprint"))
    }

    It 'refuses a fingerprint that the machine does not present' {
        Set-AegirServer far -AcceptHostKey "SHA256:$('A' * 43)" -ErrorVariable trouble -ErrorAction SilentlyContinue
        $trouble[0].FullyQualifiedErrorId | Should -Be 'HostKeyMismatch,Aegir.PowerShell.SetAegirServerCommand'
    }

    It 'accepts the key, and then finds the server fit' {
        Set-AegirServer far -AcceptHostKey $fingerprint -Folder "$root/aegir"
        (Invoke-AegirVerify -Server far -InformationVariable told).Status | Should -Be 'Enabled'
        $told -join "`n" | Should -Match 'connection: 127.0.0.1 lets us in, '
    }

    It 'takes the fingerprint with the server' {
        Remove-AegirServer far -Force
        $server = New-AegirServer far -HostName 127.0.0.1 -SshPort $port -SshUser ([Environment]::UserName) -SshKeyFile "$root/login" -HostKey $fingerprint `
            -WebRoot "$root/links" -Folder "$root/aegir"
        $server.Status | Should -Be 'Enabled'
    }
}

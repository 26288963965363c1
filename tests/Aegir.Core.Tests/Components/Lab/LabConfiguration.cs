namespace Aegir.Tests.Components;

/// <summary>What stands in a machine's /etc, /home and /tmp before it starts.</summary>
internal static class LabConfiguration
{
    public static void Write(Lab lab, LabMachine machine, string root)
    {
        void Save(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(root + path)!);
            File.WriteAllText(root + path, text);
        }

        var id = machine.UserId;
        Save("/etc/passwd", File.ReadAllText("/etc/passwd") + $"aegir:x:{id}:{id}::/home/aegir:/bin/sh\n");
        Save("/etc/shadow", File.ReadAllText("/etc/shadow") + "aegir:*:19000:0:99999:7:::\n");
        File.SetUnixFileMode(root + "/etc/shadow", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Save("/etc/group", string.Concat(File.ReadLines("/etc/group").Select(line => !line.StartsWith("www-data:", StringComparison.Ordinal) ? line
            : line + (line.EndsWith(':') ? "" : ",") + "aegir").Append($"aegir:x:{id}:").Select(line => line + "\n")));
        Save("/etc/hosts", $"127.0.0.1 localhost\n{machine.Address} {machine.Name}\n{lab.HubAddress} hub\n");
        Save("/etc/sudoers.d/aegir", "aegir ALL=(root) NOPASSWD: /usr/sbin/nginx, /usr/sbin/apachectl, /usr/sbin/apache2ctl\n");
        File.SetUnixFileMode(root + "/etc/sudoers.d/aegir", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Save("/etc/ssh/sshd_config", $"""
            ListenAddress {machine.Address}:22
            HostKey /etc/ssh/ssh_host_ed25519_key
            PidFile /run/sshd.pid
            AuthenticationMethods publickey
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin no
            UsePAM no
            UseDNS no
            MaxStartups 200
            MaxSessions 200
            LogLevel VERBOSE

            """);
        Command.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", machine.Name, "-f", root + "/etc/ssh/ssh_host_ed25519_key");
        Save("/etc/nginx/nginx.conf", $$"""
            user www-data;
            worker_processes 1;
            pid /run/nginx.pid;
            error_log /var/log/nginx/error.log;
            events { worker_connections 256; }
            http {
                include /etc/nginx/mime.types;
                access_log off;
                # A pattern, as the file comes with the hub's first verify.
                include {{lab.AegirFolder}}/config/nginx.con[f];
            }

            """);
        Save("/etc/apache2/apache2.conf", Apache(lab, machine));
        Save("/home/php-fpm.conf", """
            [global]
            pid = /run/php/fpm.pid
            error_log = /var/log/fpm.log
            [www]
            user = www-data
            group = www-data
            listen = /run/php/php-fpm.sock
            listen.owner = www-data
            listen.group = www-data
            pm = static
            pm.max_children = 4

            """);
        Save("/home/aegir/.ssh/authorized_keys", lab.PublicKey + "\n");
        Directory.CreateDirectory(root + lab.Folder.Path);
        Command.Run("chmod", "1777", root + "/tmp");
        Command.Run("chmod", "700", root + "/home/aegir/.ssh");
        Command.Run("chown", "-R", $"{id}:{id}", root + "/home/aegir", root + lab.Folder.Path);
    }

    private static string Apache(Lab lab, LabMachine machine)
    {
        string[] modules = ["mpm_event", "authn_core", "authz_core", "authz_host", "access_compat", "alias", "dir", "env", "mime", "headers", "expires",
            "rewrite", "setenvif", "proxy", "proxy_fcgi", "socache_shmcb", "ssl"];
        return string.Concat(modules.Select(module => $"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so\n")) + $$"""
            DefaultRuntimeDir ${APACHE_RUN_DIR}
            PidFile /run/apache2/apache2.pid
            User www-data
            Group www-data
            ServerName {{machine.Name}}
            ErrorLog /var/log/apache2/error.log
            TypesConfig /etc/mime.types
            <Directory />
                AllowOverride None
                Require all denied
            </Directory>
            IncludeOptional {{lab.AegirFolder}}/config/apache.conf

            """;
    }
}

using System.Net;
using Aegir.Tests.Components;

namespace Aegir.Tests.Spokes;

public sealed class LabTests
{
    [NeedsLabFact]
    public void Machines_are_reached_by_key_have_files_of_their_own_and_leave_nothing_behind()
    {
        string folder, bridge;
        using (var lab = new Lab())
        {
            (folder, bridge) = (lab.Folder.Path, lab.BridgeName);
            var file = lab.Folder.Write("whose.txt", "hub");
            foreach (var machine in lab.Machines)
                Assert.Equal("", Ssh(lab, machine, $"echo {machine.Name} >{file}").Output);

            Assert.Equal("hub", File.ReadAllText(file));
            foreach (var machine in lab.Machines)
            {
                Assert.Equal(machine.Name + "\n", File.ReadAllText(machine.Behind(file)));
                Assert.Equal([$"f 644 aegir aegir whose.txt"], machine.FilesUnder(folder));
                Assert.Equal("aegir www-data", Ssh(lab, machine, "id -nG").Output.Trim());
                Assert.Equal(machine.Name, Ssh(lab, machine, "uname -n").Output.Trim());
            }
            Assert.NotEqual(lab[0].UserId, lab[1].UserId);
        }
        Assert.False(Directory.Exists(folder));
        Assert.False(Directory.Exists("/sys/class/net/" + bridge));
    }

    [NeedsLabFact]
    public void A_cut_link_and_a_stopped_service_come_back()
    {
        using var lab = new Lab();

        lab[0].CutLink();
        Assert.Equal(255, Ssh(lab, lab[0], "true").ExitCode);
        Assert.Equal(0, Ssh(lab, lab[1], "true").ExitCode);
        lab[0].MendLink();
        Assert.Equal(0, Ssh(lab, lab[0], "true").ExitCode);

        lab[0].Sshd.Stop();
        Assert.Equal(255, Ssh(lab, lab[0], "true").ExitCode);
        lab[0].Sshd.Start();
        Assert.Equal(0, Ssh(lab, lab[0], "true").ExitCode);
    }

    [NeedsLabFact("apache2")]
    public void Web_servers_serve_what_the_server_folder_says_and_aegir_may_reload_them_and_nothing_else()
    {
        using var lab = new Lab(1);
        var machine = lab[0];
        machine.PhpFpm.Start();
        machine.Nginx.Start();
        var body = lab.Folder.At("index.php");
        Ssh(lab, machine, $"mkdir -p {lab.AegirFolder}/config; echo '<?php echo get_current_user(), posix_getpwuid(posix_geteuid())[\"name\"];' >{body}");

        Ssh(lab, machine, $"echo 'server {{ listen 80; location / {{ include fastcgi_params; fastcgi_param SCRIPT_FILENAME {body}; "
            + $"fastcgi_pass unix:/run/php/php-fpm.sock; }} }}' >{lab.AegirFolder}/config/nginx.conf");
        Assert.Equal(0, Ssh(lab, machine, "sudo -n /usr/sbin/nginx -t && sudo -n /usr/sbin/nginx -s reload").ExitCode);
        WaitFor(() => machine.Get("any") == (HttpStatusCode.OK, "aegirwww-data"));
        machine.Nginx.Stop();

        Ssh(lab, machine, $"printf 'Listen 80\\nAlias / {lab.Folder.Path}/\\n<Directory {lab.Folder.Path}>\\nRequire all granted\\n"
            + $"SetHandler proxy:unix:/run/php/php-fpm.sock|fcgi://localhost\\n</Directory>\\n' >{lab.AegirFolder}/config/apache.conf");
        machine.Apache.Start();
        Assert.Equal((HttpStatusCode.OK, "aegirwww-data"), machine.Get("any", "/index.php"));
        Assert.Equal(0, Ssh(lab, machine, "sudo -n /usr/sbin/apachectl graceful").ExitCode);

        Assert.NotEqual(0, Ssh(lab, machine, "sudo -n /bin/cat /etc/shadow").ExitCode);
    }

    [NeedsLabFact("mariadbd|mysqld", "mariadb-install-db|mysql_install_db", "mariadb|mysql")]
    public void A_database_server_of_the_hub_is_reached_from_a_machine_and_sees_its_address()
    {
        using var lab = new Lab(1);
        using var mariaDb = MariaDbServer.For(lab);
        mariaDb.Query("CREATE USER probe@'%' IDENTIFIED BY 'x'");

        var seen = lab[0].Run($"php -r 'echo (new PDO(\"mysql:host={lab.HubAddress};port={mariaDb.Port}\", \"probe\", \"x\"))->query(\"SELECT USER()\")->fetchColumn();'");

        Assert.Equal("probe@" + lab[0].Address, seen);
    }

    private static (int ExitCode, string Output) Ssh(Lab lab, LabMachine machine, string command) => Command.Try("ssh",
        "-F", "none", "-o", "BatchMode=yes", "-o", "ConnectTimeout=2", "-o", $"UserKnownHostsFile={lab.KnownHosts}", "-i", lab.KeyFile,
        "aegir@" + machine.Address, command);

    private static void WaitFor(Func<bool> condition)
    {
        for (var i = 0; i < 400 && !Holds(); i++)
            Thread.Sleep(25);
        Assert.True(condition());

        bool Holds()
        {
            try
            {
                return condition();
            }
            catch (HttpRequestException)
            {
                // A web server that reloads does not listen yet.
                return false;
            }
        }
    }
}

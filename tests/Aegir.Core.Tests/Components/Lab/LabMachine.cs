using System.Net;

namespace Aegir.Tests.Components;

/// <summary>One machine of a lab: Linux with an account aegir, who may reload the web server, and whose sites are served by www-data.</summary>
public sealed class LabMachine : IDisposable
{
    private readonly Lab lab;
    private readonly string root;
    private readonly string card;
    private readonly Namespace space;

    internal LabMachine(Lab lab, string name, string address, int userId, string root)
    {
        (this.lab, this.root, Name, Address, UserId) = (lab, root, name, address, userId);
        LabConfiguration.Write(lab, this, root);
        HostKey = File.ReadAllText(root + "/etc/ssh/ssh_host_ed25519_key.pub").Trim();
        // A card goes a moment after its machine; the next lab's must not meet it.
        card = name + Guid.NewGuid().ToString("N")[..8];
        space = new Namespace(name, root);
        try
        {
            space.Connect(lab.BridgeName, card, address);
        }
        catch
        {
            space.Dispose();
            throw;
        }
        Sshd = new LabService(this, "sshd", "/usr/sbin/sshd -E /run/sshd.log", "/run/sshd.pid");
        Nginx = new LabService(this, "nginx", "nginx", "/run/nginx.pid");
        Apache = new LabService(this, "apache", "apachectl start", "/run/apache2/apache2.pid");
        PhpFpm = new LabService(this, "php-fpm", Path.GetFileName(Programs.Find("php-fpm8.2", "php-fpm8.3", "php-fpm8.4", "php-fpm")!)
            + " -D -y /home/php-fpm.conf", "/run/php/fpm.pid");
    }

    public string Name { get; }

    public string Address { get; }

    /// <summary>The number of the account aegir; another one on every machine.</summary>
    public int UserId { get; }

    /// <summary>As a line of known_hosts has it after the name.</summary>
    public string HostKey { get; }

    /// <summary>Runs from the beginning.</summary>
    public LabService Sshd { get; }

    /// <summary>Serves what is included from the server folder's config/nginx.conf.</summary>
    public LabService Nginx { get; }

    /// <summary>Serves what is included from the server folder's config/apache.conf.</summary>
    public LabService Apache { get; }

    /// <summary>Answers at /run/php/php-fpm.sock as www-data.</summary>
    public LabService PhpFpm { get; }

    /// <summary>The server as a hub knows it.</summary>
    public Server Server => new()
    {
        Name = Name,
        HostName = Address,
        Transport = ServerTransport.OpenSsh,
        SshUser = "aegir",
        SshPort = 22,
        SshKeyFile = lab.KeyFile,
        Folder = lab.AegirFolder,
        PhpFpm = "/run/php/php-fpm.sock",
        WebGroup = "www-data",
    };

    /// <summary>Runs an sh command line as the administrator; a failure is an exception with what it said.</summary>
    public string Run(string command)
    {
        var (exitCode, output) = Try(command);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{Name}: {command}: {exitCode} {output}");
    }

    public (int ExitCode, string Output) Try(string command) => space.Try("sh", "-c", command);

    /// <summary>How many commands were run through ssh since sshd was started: a round trip each.</summary>
    public int Sessions => Sshd.Log.Split('\n').Count(line => line.StartsWith("Starting session:", StringComparison.Ordinal));

    /// <summary>From here on packets get lost; connections hang as they do when a cable is cut.</summary>
    public void CutLink() => Command.Run("ip", "link", "set", card, "down");

    /// <summary>Waits until packets go through again.</summary>
    public void MendLink()
    {
        Command.Run("ip", "link", "set", card, "up");
        LabService.Wait(() => File.ReadAllText($"/sys/class/net/{card}/operstate").Trim() == "up");
        // Nobody shall go by it that the machine was not there.
        Command.Run("ip", "neigh", "flush", "dev", lab.BridgeName);
        Try("ip neigh flush dev eth0");
    }

    /// <summary>Where the hub finds a file that the machine has below <see cref="Lab.Folder"/> or elsewhere in /tmp.</summary>
    public string Behind(string path) => path.StartsWith("/tmp/", StringComparison.Ordinal)
        ? root + path : throw new ArgumentException("Only /tmp is the machine's own.", nameof(path));

    /// <summary>Everything below a folder of the machine, one line each: kind, mode, owner, group and relative path; sorted.</summary>
    public string[] FilesUnder(string path) => Run($"cd '{path}' && find . -mindepth 1 -printf '%y %m %u %g %P\\n' | LC_ALL=C sort -k5")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the machine's web server answers to the hub.</summary>
    public (HttpStatusCode Status, string Body) Get(string host, string path = "/", int port = 80)
    {
        using var response = Send(host, path, port);
        return (response.StatusCode, new StreamReader(response.Content.ReadAsStream()).ReadToEnd());
    }

    /// <summary>What the machine's web server answers to a program on the machine itself, which a cut link does not keep out: the status
    /// code, a space, and the body.</summary>
    public string Visit(string host, string path = "/") => space.Try("php", "-r", """
        $body = file_get_contents("http://$argv[1]$argv[3]", false, stream_context_create(["http" => ["header" => "Host: $argv[2]",
            "ignore_errors" => true, "follow_location" => 0, "timeout" => 20]]));
        echo explode(" ", $http_response_header[0] ?? "HTTP/1.1 000")[1], " ", $body;
        """, Address, host, path).Output;

    /// <summary>The answer with its headers; redirections are not followed and certificates not judged.</summary>
    public HttpResponseMessage Send(string host, string path = "/", int port = 80)
    {
        using var client = new HttpClient(new HttpClientHandler
        {
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
        })
        { Timeout = TimeSpan.FromSeconds(30) };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{(port == 443 ? "https" : "http")}://{Address}:{port}{path}") { Headers = { Host = host } };
        return client.Send(request);
    }

    public void Dispose() => space.Dispose();
}

using System.Diagnostics;

namespace Aegir.Tests.Components;

/// <summary>A php-fpm of a test's own, run by whoever runs the tests; every local user may ask it.</summary>
public sealed class PhpFpm : IDisposable
{
    public const string Needs = "php-fpm8.2|php-fpm8.3|php-fpm8.4|php-fpm";

    private readonly Process process;

    /// <param name="cachesCode">As most do: then a changed file is met up to two seconds late.</param>
    public PhpFpm(TempFolder folder, bool cachesCode = true)
    {
        Socket = folder.At("fpm.sock");
        var config = folder.Write("fpm.conf", $"""
            [global]
            error_log = {folder.At("fpm.log")}
            daemonize = no
            [www]
            user = {Environment.UserName}
            group = {Environment.UserName}
            listen = {Socket}
            listen.mode = 0666
            pm = static
            pm.max_children = 4
            php_admin_value[opcache.enable] = {(cachesCode ? 1 : 0)}
            """);
        process = Command.Start(Programs.Find(Needs.Split('|'))!, "-R", "-F", "-y", config);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var clock = Stopwatch.StartNew();
        while (!File.Exists(Socket))
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(20))
                throw new InvalidOperationException("php-fpm does not start: " + File.ReadAllText(folder.At("fpm.log")));
            Thread.Sleep(20);
        }
    }

    public string Socket { get; }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}

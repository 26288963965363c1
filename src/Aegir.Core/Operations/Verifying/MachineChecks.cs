using System.Globalization;
using Aegir.Hosts;

namespace Aegir.Operations.Verifying;

/// <summary>Looks at a machine in one round trip: the way there, programs, account, folders, disk, clock.</summary>
internal sealed class MachineChecks(OperationServices services, Server server, bool servesSites, ServerChecks checks)
{
    private const double LargeDifference = 2;
    private const double TooLargeDifference = 60;
    private const long LowKilobytes = 1024 * 1024;

    private static readonly string[] Programs = ["find", "tar", "gzip", "stat", "readlink", "df", "du", "awk", "setsid", "base64"];

    /// <summary>False where the account may not ask the web server for anything.</summary>
    public bool MayReload { get; private set; } = true;

    private bool IsHub => server.Name == Server.MasterName;

    private bool IsRemote => server.Transport != ServerTransport.Local;

    /// <summary>False where the machine cannot be reached, so that nothing else of it can be looked at.</summary>
    public async Task<bool> RunAsync(StepContext context)
    {
        var said = "";
        var before = DateTimeOffset.UtcNow;
        var reached = await checks.TryAsync(context, "connection", async () =>
        {
            said = await context.On(services.Host(server)).ScriptAsync("Operations.Verifying.machine.sh", Parameters(), context.Cancellation).ConfigureAwait(false);
            return IsRemote ? $"{server.HostName} lets us in, its host key is the accepted one." : "is this machine.";
        }).ConfigureAwait(false);
        if (!reached)
            return false;
        var seen = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToLookup(words => words[0], words => words[^1]);
        Missing(context, seen["missing"].ToList());
        if (IsRemote)
            Clock(context, seen["clock"].FirstOrDefault(), before, DateTimeOffset.UtcNow);
        Account(context, seen);
        Sudo(context, seen);
        Folders(context, seen);
        Disk(context, seen["disk"]);
        return true;
    }

    // The hub's own machine has folders of Aegir's only where it serves sites.
    private IEnumerable<string> Parameters() =>
    [
        servesSites && (IsRemote || server.WebServer != WebServerType.None) ? server.Folder : "",
        server.WebServer == WebServerType.None ? "" : server.WebGroup,
        IsHub ? services.BackupFolder : "",
        server.WebRoot ?? "",
        servesSites ? string.Join(' ', IsRemote ? [.. Programs, "rsync"] : Programs) : "",
        server.WebServer == WebServerType.None ? "" : server.WebServer.ToString().ToLowerInvariant(),
        .. server.WebCommand,
    ];

    private void Missing(StepContext context, IReadOnlyList<string> missing)
    {
        if (missing.Count > 0)
            checks.Fail(context, "programs", "ServerProgramMissing", $"'{server.Name}' lacks {string.Join(", ", missing)}.",
                "Install GNU coreutils, findutils, tar, gzip, gawk, util-linux and rsync.");
        else
            checks.Ok(context, "programs", "all there.");
    }

    // What is between sending the command and getting its answer is nobody's fault.
    private void Clock(StepContext context, string? clock, DateTimeOffset before, DateTimeOffset after)
    {
        var theirs = HostAnswer.Time(clock, $"date on '{server.Name}'");
        var difference = theirs < before ? (theirs - before).TotalSeconds : theirs > after ? (theirs - after).TotalSeconds : 0;
        var words = $"{Math.Abs(difference).ToString("0.0", CultureInfo.InvariantCulture)} s {(difference < 0 ? "behind" : "ahead of")} this machine's";
        const string action = "Let both machines set their clocks by NTP (timedatectl set-ntp true).";
        if (Math.Abs(difference) > TooLargeDifference)
            checks.Fail(context, "clock", "ServerClockWrong", $"The clock of '{server.Name}' is {words}: newer files would be taken for older ones.", action);
        else if (Math.Abs(difference) > LargeDifference)
            checks.Warn(context, "clock", $"is {words}.", action);
        else
            checks.Ok(context, "clock", "as this machine's.");
    }

    private void Account(StepContext context, ILookup<string, string> seen)
    {
        var account = seen["account"].FirstOrDefault();
        if (seen.Contains("nogroup"))
            checks.Fail(context, "web group", "WebGroupMissing", $"There is no group '{server.WebGroup}' on '{server.Name}'.",
                $"Name the group of the web server's processes: Set-AegirServer '{server.Name}' -WebGroup NAME");
        else if (seen.Contains("nomember"))
            checks.Fail(context, "web group", "WebGroupForeign", $"The account {account} on '{server.Name}' is not in the group '{server.WebGroup}'.",
                $"As the administrator there: usermod -a -G {server.WebGroup} {account}");
        else if (server.WebServer != WebServerType.None)
            checks.Ok(context, "web group", $"{account} is in {server.WebGroup}.");
    }

    private void Sudo(StepContext context, ILookup<string, string> seen)
    {
        if (!seen.Contains("sudo"))
            return;
        MayReload = false;
        checks.Fail(context, "sudo rule", "SudoRuleMissing", $"The account {seen["account"].FirstOrDefault()} on '{server.Name}' may not run {seen["sudo"].First()} as the administrator.",
            $"Allow it in a file of /etc/sudoers.d: {seen["account"].FirstOrDefault()} ALL=(root) NOPASSWD: {seen["sudo"].First()}");
    }

    private void Folders(StepContext context, ILookup<string, string> seen)
    {
        var unfit = seen["folder"].ToList();
        if (unfit.Count > 0)
            checks.Fail(context, "folders", "ServerFolderUnfit", $"Folders on '{server.Name}' cannot be used: {string.Join("; ", unfit)}",
                $"As the administrator there: mkdir -p {server.Folder} && chown {seen["account"].FirstOrDefault()} {server.Folder}; or name other folders with Set-AegirServer.");
        else if (seen.Contains("disk"))
            checks.Ok(context, "folders", "can be written.");
    }

    private void Disk(StepContext context, IEnumerable<string> disks)
    {
        var who = $"df on '{server.Name}'";
        foreach (var disk in disks)
        {
            // Kilobytes free, kilobytes in all, path.
            var words = HostAnswer.Parts(disk, ' ', 3, who);
            var (free, all) = (HostAnswer.Number(words[0], who), HostAnswer.Number(words[1], who));
            var detail = $"{free / 1024} MB are free for {string.Join(' ', words[2..])}.";
            if (free < LowKilobytes || free < all / 20)
                checks.Warn(context, "disk", detail, "Make room there.");
            else
                checks.Ok(context, "disk", detail);
        }
    }
}

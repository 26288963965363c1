using Aegir.Drupal;

namespace Aegir.Operations.Spokes;

/// <summary>Compares the code that machines serve with the hub's, which is the one that is read.</summary>
public static class PlatformMembers
{
    /// <summary>The names of the members whose code is not the hub's, in one round trip each. Those that cannot be reached are among them.</summary>
    public static async Task<IReadOnlyList<string>> BehindAsync(OperationServices services, string server, CodeBase code, CancellationToken cancellation)
    {
        var remote = services.Place(server).Members.Where(member => member.IsRemote).ToList();
        if (remote.Count == 0)
            return [];
        var looks = remote.Select(member => PlatformCopy.LookAsync(member.Host, code, "look", cancellation)).ToList();
        var original = await PlatformCopy.LookAsync(services.Hub.Host, code, "look", cancellation).ConfigureAwait(false);
        var behind = new List<string>();
        foreach (var (member, look) in remote.Zip(looks))
        {
            try
            {
                if ((await look.ConfigureAwait(false)) is not { State: "drupal" } copy || copy.Coarse != original.Coarse)
                    behind.Add(member.Server.Name);
            }
            catch (AegirException error) when (error.Id == "HostUnreachable")
            {
                behind.Add(member.Server.Name);
            }
        }
        return behind;
    }
}

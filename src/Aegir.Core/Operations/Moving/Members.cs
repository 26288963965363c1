using Aegir.Hosts;

namespace Aegir.Operations.Moving;

/// <summary>The machines of clusters.</summary>
internal static class Members
{
    /// <summary>Makes sure that every machine answers: the visitors of one that is down could still write into the database that is left.</summary>
    /// <exception cref="AegirException">ClusterMemberDown.</exception>
    public static async Task RequireUpAsync(StepContext context, params Place[] places)
    {
        foreach (var (place, member) in places.SelectMany(place => place.For(context).Members.Select(member => (place, member)))
            .DistinctBy(pair => pair.member.Server.Name).Where(pair => pair.place.Server.IsCluster))
        {
            try
            {
                await member.Host.RunRequiredAsync(new HostCommand("true"), context.Cancellation).ConfigureAwait(false);
            }
            catch (AegirException error)
            {
                throw new AegirException(AegirErrorKind.Unavailable, "ClusterMemberDown",
                    $"'{member.Server.Name}', a member of '{place.Server.Name}', does not answer, and its visitors could write into the database that is left: {error.Message}",
                    $"Bring it up, or take it out of the cluster: Set-AegirServer '{place.Server.Name}' -Member …");
            }
        }
    }
}

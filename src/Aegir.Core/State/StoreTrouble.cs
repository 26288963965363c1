using System.Data.Common;

namespace Aegir.State;

/// <summary>Tells a store that is away for a time from one that will never do what was asked.</summary>
internal static class StoreTrouble
{
    /// <summary>True for a server that does not answer or is short of something, a file that another has for too long, a full disk.</summary>
    public static bool MayPass(Exception error) => error switch
    {
        AegirException known => known.Id is "HubUnreachable" or "HubLocked" or "HubNotWritable" or "HubDiskFull" or "HubDiskFailed",
        // PostgreSQL's classes of errors: resources, operators, the system.
        DbException { SqlState: ['5', '3' or '7' or '8', ..] } => true,
        _ => false,
    };
}

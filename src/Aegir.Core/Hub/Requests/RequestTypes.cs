using Aegir.Hosts;

namespace Aegir.Hub.Requests;

/// <summary>The kinds of orders that a hub can read again. Whoever has more of them adds them, in each process that works the queue off.</summary>
public sealed class RequestTypes
{
    private readonly Dictionary<string, Type> types = new()
    {
        ["add-platform"] = typeof(AddPlatformTask),
        ["backup"] = typeof(BackupTask),
        ["build"] = typeof(BuildTask),
        ["change"] = typeof(ChangeTask),
        ["cron"] = typeof(CronTask),
        ["deploy"] = typeof(DeployTask),
        ["disable"] = typeof(DisableTask),
        ["enable"] = typeof(EnableTask),
        ["import"] = typeof(ImportTask),
        ["install"] = typeof(InstallTask),
        ["move"] = typeof(MoveTask),
        ["remove"] = typeof(RemoveSiteTask),
        ["remove-backup"] = typeof(RemoveBackupTask),
        ["remove-platform"] = typeof(RemovePlatformTask),
        ["undo-upgrade"] = typeof(UndoUpgradeTask),
        ["update"] = typeof(UpdateTask),
        ["upgrade"] = typeof(UpgradeTask),
        ["verify-platform"] = typeof(VerifyPlatformTask),
        ["verify-server"] = typeof(VerifyServerTask),
        ["verify-site"] = typeof(VerifySiteTask),
    };

    public void Add<T>(string name)
        where T : TaskRequest => types[name] = typeof(T);

    /// <exception cref="AegirException">RequestUnknown: no hub would read it again.</exception>
    internal (string Type, string Text) Write(TaskRequest request) => types.FirstOrDefault(pair => pair.Value == request.GetType()).Key is { } type
        ? (type, Json.Write(request))
        : throw Unknown(request.GetType().Name);

    /// <exception cref="AegirException">RequestUnknown: it was ordered by a newer version of this module, or another program.</exception>
    internal TaskRequest Read(string type, string text)
    {
        try
        {
            if (types.TryGetValue(type, out var known))
                return (TaskRequest)Json.Read(text, known);
        }
        catch (AegirException error) when (error.Id == "RecordUnreadable")
        {
            // Of the same name, but not of our making.
        }
        throw Unknown(type);
    }

    private static AegirException Unknown(string type) => new(AegirErrorKind.Failed, "RequestUnknown", $"This process cannot read the order '{type}'.",
        "Update the module on this machine; what is none of its own orders must be added to RequestTypes.");
}

namespace Aegir.Tests.Components;

public sealed partial class PostgreSqlServer
{
    /// <summary>One that also answers at the address of a lab's hub, to the machines of the lab.</summary>
    public static PostgreSqlServer For(Lab lab) => new(lab.Network);

    /// <summary>From now on nobody is let in from an address.</summary>
    public void Forbid(string address)
    {
        var file = folder!.At("data/pg_hba.conf");
        File.WriteAllText(file, $"host all all {address}/32 reject\n" + File.ReadAllText(file));
        Query("SELECT pg_reload_conf()");
    }
}

public sealed class NeedsLabAndPostgreSqlFactAttribute : NeedsLabFactAttribute
{
    public NeedsLabAndPostgreSqlFactAttribute() => Skip ??= PostgreSqlServer.WhyNot;
}

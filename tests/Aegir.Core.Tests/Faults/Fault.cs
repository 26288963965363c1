using Aegir.Hosts;

namespace Aegir.Tests.Faults;

/// <summary>Something that goes wrong in the world while an operation runs.</summary>
/// <param name="Name">What it is called in the table.</param>
internal abstract record Fault(string Name)
{
    /// <summary>Where; null where there is but one place.</summary>
    public virtual string? Place => null;

    /// <summary>Goes wrong at the command while that runs; else just before it.</summary>
    public virtual bool IsMeanwhile => false;

    /// <summary>False where it cannot happen to this one.</summary>
    public virtual bool Fits(FaultWorld world, FaultedOperation operation) => true;

    /// <summary>The way to the machine on which the operation runs its commands.</summary>
    public virtual IHost Host(FaultWorld world) => new LocalHost();

    /// <summary>The command that it strikes, as it is run instead.</summary>
    public virtual HostCommand Change(HostCommand command) => command;

    public virtual void Strike(FaultWorld world)
    {
    }

    /// <summary>All is well again; what was done meanwhile is not.</summary>
    public virtual void Lift(FaultWorld world)
    {
    }
}

internal sealed record DiskFull(string Volume) : Fault("disk full")
{
    public override string Place => Volume;

    public override void Strike(FaultWorld world) => world.Volume(Volume).Fill();

    public override void Lift(FaultWorld world) => world.Volume(Volume).Free();
}

internal sealed record ReadOnly(string Volume) : Fault("disk read-only")
{
    public override string Place => Volume;

    public override void Strike(FaultWorld world) => world.Volume(Volume).Protect();

    public override void Lift(FaultWorld world) => world.Volume(Volume).Unprotect();
}

/// <summary>Killed, and started at once.</summary>
internal sealed record DatabaseRestart() : Fault("database restarted")
{
    private Task starting = Task.CompletedTask;

    public override bool IsMeanwhile => true;

    public override bool Fits(FaultWorld world, FaultedOperation operation) => operation.HasSite;

    public override void Strike(FaultWorld world)
    {
        world.Databases.Kill();
        starting = Task.Run(world.Databases.Start);
    }

    public override void Lift(FaultWorld world) => starting.GetAwaiter().GetResult();
}

/// <summary>The hub's machine is reached by ssh, and is not reached any more.</summary>
internal sealed record SshCut() : Fault("ssh cut")
{
    public override bool IsMeanwhile => true;

    public override IHost Host(FaultWorld world) => world.Ssh();

    public override void Strike(FaultWorld world) => world.Link.Down();

    public override void Lift(FaultWorld world) => world.Link.Mend();
}

/// <summary>PHP gets by with what is little more than it needs to start, in the command that it strikes.</summary>
internal sealed record OutOfMemory(string Folder) : Fault("PHP out of memory")
{
    public override HostCommand Change(HostCommand command) => command with
    {
        Environment = new Dictionary<string, string>(command.Environment) { ["PHP_INI_SCAN_DIR"] = ":" + Folder },
    };
}

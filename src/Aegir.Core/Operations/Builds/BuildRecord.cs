namespace Aegir.Operations.Builds;

/// <summary>What the undo of a build must know. Kept with the task as JSON; holds no secret.</summary>
public sealed class BuildRecord
{
    /// <summary>As it was asked for, and from the look at what was built on, as it is.</summary>
    public string Name { get; set; } = "";

    public string? Distribution { get; set; }

    public string Server { get; set; } = "";

    /// <summary>Where it is to lie; null as long as its name is not known.</summary>
    public string? Path { get; set; }

    /// <summary>The docroot below that; null where it is to be found.</summary>
    public string? Docroot { get; set; }

    /// <summary>The folder it is built in, beside the one where it is going to lie.</summary>
    public string Folder { get; set; } = "";

    /// <summary>In the file .aegir-build of what is ours, so that nothing else is ever deleted.</summary>
    public string Mark { get; set; } = "";

    /// <summary>True once its machines may have some of it: copies, configuration of the web server.</summary>
    public bool IsVerifying { get; set; }

    /// <summary>The folder of the download cache.</summary>
    public string Cache { get; set; } = "";
}

namespace Aegir.Drupal;

/// <summary>How to look at a site.</summary>
public sealed record LookOptions
{
    /// <summary>Paths to ask for, each from the root. The first is taken for the front page. A query of our own is added to each, so that no
    /// page cache answers.</summary>
    public IReadOnlyList<string> Paths { get; init; } = ["/"];

    /// <summary>The task's token, to be let through a closed gate; null to look as a visitor does.</summary>
    public string? Token { get; init; }

    /// <summary>True to make sure that the gate is closed: then its 503 is what is fine, and all else a problem.</summary>
    public bool ExpectClosed { get; init; }

    /// <summary>Other names of the site; a redirect to one of them is fine. That to the name with or without www. always is.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Time for a page to go on answering.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The environment in which the PHP that is started for the look keeps compiled code; null for none. A web server has its own.</summary>
    public IReadOnlyDictionary<string, string>? CodeCache { get; init; }

    // A record prints its members.
    public override string ToString() => string.Join(' ', Paths);
}

/// <summary>What was seen.</summary>
public sealed record LookResult
{
    public IReadOnlyList<LookPage> Pages { get; init; } = [];

    /// <summary>The last lines of the server's log; empty through a web server.</summary>
    public string Errors { get; init; } = "";

    /// <summary>What is wrong, for a person; null where the site is fine.</summary>
    public string? Problem { get; init; }
}

/// <summary>One page, after the redirects that stayed on the site.</summary>
public sealed record LookPage
{
    /// <summary>The path that was asked for.</summary>
    public string Path { get; init; } = "";

    /// <summary>HTTP status; 0 where nothing answered.</summary>
    public int Status { get; init; }

    public bool TimedOut { get; init; }

    public string? Location { get; init; }

    public string? ContentType { get; init; }

    public string? Title { get; init; }

    /// <summary>Bytes of the body, of which at most 1,000,000 are read.</summary>
    public int Length { get; init; }

    /// <summary>The first 500 characters of what a reader sees.</summary>
    public string Text { get; init; } = "";

    /// <summary>The redirects that were followed.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    /// <summary>True for the answer of a closed gate.</summary>
    public bool Gate { get; init; }

    /// <summary>True where a web server answered by other settings than are there now, as it does while an opcode cache holds those of before.</summary>
    public bool Stale { get; init; }

    /// <summary>The settings files that PHP read for this answer; empty where that cannot be seen.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>True where the site's own settings were among them; null where that cannot be seen.</summary>
    public bool? RightSite { get; init; }

    /// <summary>The error that ended PHP; null for none.</summary>
    public string? Fatal { get; init; }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Aegir.Service.Webhooks;

/// <summary>How a git host signs its messages and what it says in them.</summary>
public abstract class GitHost
{
    /// <summary>In the order in which they are recognised.</summary>
    private static readonly GitHost[] All = [new GitLabHost(), new BitbucketHost(), new GitHubHost(), new GenericHost()];

    public abstract string Name { get; }

    /// <summary>The host whose headers a message bears; any that is no other's is taken for a generic one.</summary>
    public static GitHost Of(IHeaderDictionary headers) => All.First(host => host.Sends(headers));

    /// <summary>Whether whoever sent the message knows the secret. Takes as long whatever is wrong.</summary>
    public abstract bool IsGenuine(string secret, IHeaderDictionary headers, ReadOnlySpan<byte> body);

    /// <summary>What the message says. Never asked of one that is not genuine.</summary>
    /// <exception cref="FormatException">Its body is not what this host sends.</exception>
    public abstract Delivery Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body);

    protected abstract bool Sends(IHeaderDictionary headers);

    /// <summary>The only value of a header; empty where there is none, or more than one.</summary>
    protected static string One(StringValues values) => values.Count == 1 ? values[0] ?? "" : "";
}

using System.Security.Cryptography;
using Aegir.Operations;
using Aegir.State;

namespace Aegir.Hub;

/// <summary>Where git hosts may tell that a distribution's source has changed, and the secrets they sign with.</summary>
public sealed class Webhooks(IStateStore store, SecretFiles secrets)
{
    /// <summary>How long a message is known again. One that is older could at most cause one more check.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(366);

    /// <param name="distributions">Names, with wildcards.</param>
    public IReadOnlyList<Webhook> Find(IEnumerable<string>? distributions = null) =>
        store.Read(session => session.Webhooks.Find(NamePattern.From(distributions)));

    /// <summary>Makes a distribution's webhook; where it has one, its secret is replaced. The secret is in the result, and in no later one.</summary>
    /// <exception cref="AegirException">DistributionNotFound, SecretNotWritable.</exception>
    public Webhook New(string distribution)
    {
        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var newId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var webhook = store.Write(session =>
        {
            var owner = session.Distributions.Get(distribution) ?? throw Missing.Distribution(distribution);
            return session.Webhooks.WithId(session.Webhooks.Set(owner.Id, newId))!;
        });
        secrets.Write(IdOf(webhook), secret);
        return webhook with { Secret = secret };
    }

    /// <exception cref="AegirException">WebhookNotFound.</exception>
    public Webhook Of(string distribution) => Find().FirstOrDefault(webhook => webhook.Distribution.Equals(distribution, StringComparison.OrdinalIgnoreCase))
        ?? throw new AegirException(AegirErrorKind.NotFound, "WebhookNotFound",
            $"Distribution '{distribution}' has no webhook.", "Get-AegirWebhook lists those there are.");

    /// <exception cref="AegirException">WebhookNotFound.</exception>
    public void Remove(string distribution)
    {
        var id = IdOf(Of(distribution));
        store.Write(session => session.Webhooks.Delete(id));
        secrets.Delete(id);
    }

    /// <summary>The webhook at a path, with its secret, for whoever tests a signature; null where there is none.</summary>
    /// <exception cref="AegirException">SecretMissing, SecretUnreadable, SecretExposed.</exception>
    public Webhook? At(string id) => store.Read(session => session.Webhooks.WithId(id)) is { } webhook ? webhook with { Secret = Secret(webhook) } : null;

    // A hub that several machines share knows the webhooks of all.
    private string Secret(Webhook webhook) => secrets.Read(IdOf(webhook)) ?? throw new AegirException(AegirErrorKind.Unavailable, "SecretMissing",
        $"The secret of the webhook of '{webhook.Distribution}' does not lie on this machine, or not with this account.",
        $"Let the git host call the machine that has it, copy the file '{IdOf(webhook)}' from there, or replace it here with New-AegirWebhook '{webhook.Distribution}'.");

    /// <summary>Remembers a genuine message by all that tells it from others; false where one of it was seen before.</summary>
    public bool Remember(Webhook webhook, IReadOnlyCollection<string> tokens) => store.Write(session =>
    {
        session.Webhooks.ForgetDeliveries(DateTimeOffset.UtcNow - Memory);
        var fresh = true;
        foreach (var token in tokens)
            fresh &= session.Webhooks.Remember(IdOf(webhook), token);
        return fresh;
    });

    private static string IdOf(Webhook webhook) => webhook.Path[(webhook.Path.LastIndexOf('/') + 1)..];
}

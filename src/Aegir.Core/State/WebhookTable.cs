using System.Data.Common;

namespace Aegir.State;

public sealed class WebhookTable(StateSession session)
{
    /// <summary>The start of the path of every webhook.</summary>
    private const string Root = "/webhooks/";

    private const string Select = """
        SELECT d.name, w.id, w.created, (SELECT max(v.received) FROM webhook_delivery v WHERE v.distribution_id = w.distribution_id)
        FROM webhook w JOIN distribution d ON d.id = w.distribution_id
        """;

    public IReadOnlyList<Webhook> Find(IReadOnlyList<NamePattern>? distributions = null) => Find(new Conditions().Names("d.name", distributions));

    /// <param name="id">The last part of its path.</param>
    public Webhook? WithId(string id) => Find(new Conditions().Add("w.id = @id", "id", id)).FirstOrDefault();

    /// <summary>Makes a webhook, or notes that its secret is a new one; gives its id, which stays.</summary>
    public string Set(long distributionId, string newId)
    {
        session.Execute("""
            INSERT INTO webhook (id, distribution_id, created) VALUES (@newId, @distributionId, @now)
            ON CONFLICT (distribution_id) DO UPDATE SET created = excluded.created
            """,
            new { newId, distributionId, now = Columns.Now() });
        return session.Scalar<string>("SELECT id FROM webhook WHERE distribution_id = @distributionId", new { distributionId })!;
    }

    public void Delete(string id) => session.Execute("DELETE FROM webhook WHERE id = @id", new { id });

    /// <summary>Remembers a message; false where it is remembered already.</summary>
    public bool Remember(string id, string token) => session.Execute("""
        INSERT INTO webhook_delivery (distribution_id, token, received)
        SELECT distribution_id, @token, @now FROM webhook WHERE id = @id
        ON CONFLICT (distribution_id, token) DO NOTHING
        """,
        new { id, token, now = Columns.Now() }) > 0;

    public void ForgetDeliveries(DateTimeOffset before) =>
        session.Execute("DELETE FROM webhook_delivery WHERE received < @time", new { time = before.ToUnixTimeMilliseconds() });

    private List<Webhook> Find(Conditions conditions) =>
        session.Query(Select + conditions.Where + " ORDER BY d.name", conditions.Parameters, Map).ToList();

    private static Webhook Map(DbDataReader row) => new()
    {
        Distribution = row.GetString(0),
        Path = Root + row.GetString(1),
        Created = row.Time(2)!.Value,
        LastDelivery = row.Time(3),
    };
}

namespace Aegir.Service.Webhooks;

public enum DeliveryKind { Ping, Push, Other }

/// <summary>A genuine message.</summary>
/// <param name="Ids">Whatever tells it from all others; a message that shares one of them with an earlier one is that one again.</param>
/// <param name="References">What was pushed, as in refs/heads/main. Empty where the host does not say: it may have been anything.</param>
public sealed record Delivery(DeliveryKind Kind, IReadOnlyList<string> Ids, IReadOnlyList<string> References)
{
    private const int LongestId = 200;

    public static Delivery Ping { get; } = new(DeliveryKind.Ping, [], []);

    public static Delivery Other { get; } = new(DeliveryKind.Other, [], []);

    public static Delivery Push(IEnumerable<string> ids, params IEnumerable<string> references) =>
        new(DeliveryKind.Push, [.. ids.Where(id => id.Length is > 0 and <= LongestId)], [.. references.Distinct()]);
}

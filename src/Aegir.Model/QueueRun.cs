namespace Aegir;

/// <summary>What a worker did.</summary>
/// <param name="Begun">Tasks that it took from the queue.</param>
/// <param name="Succeeded">Those that ended well, with a warning or without.</param>
/// <param name="Failed">Those that failed or were interrupted.</param>
/// <param name="HandedBack">Those that went back to the queue.</param>
public sealed record QueueRun(int Begun, int Succeeded, int Failed, int HandedBack)
{
    public override string ToString() => $"{Begun} begun, {Succeeded} succeeded, {Failed} failed, {HandedBack} handed back";
}

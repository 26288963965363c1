using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Aegir.Drupal;

/// <summary>The scalar values of a YAML mapping; what is nested below it is passed over.</summary>
internal static class YamlInfo
{
    private const int DeepestNesting = 50;

    /// <exception cref="FormatException">It is no YAML, or no mapping.</exception>
    public static Dictionary<string, string> Parse(string text)
    {
        try
        {
            return ReadMapping(new Parser(new StringReader(text)));
        }
        catch (YamlException error)
        {
            throw new FormatException($"is no YAML (line {error.Start.Line}): {FirstLine(error.Message)}", error);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or ArithmeticException)
        {
            throw new FormatException($"is no YAML: {FirstLine(error.Message)}", error);
        }
    }

    private static Dictionary<string, string> ReadMapping(IParser parser)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return values;
        if (!parser.TryConsume<MappingStart>(out _))
            throw new FormatException("is no mapping of keys to values");
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = parser.TryConsume<Scalar>(out var name) ? name.Value : Skip(parser);
            if (!parser.TryConsume<Scalar>(out var value))
                Skip(parser);
            else if (key is not null)
                values[key] = value.Value;
        }
        return values;
    }

    // Deep nesting costs the parser more than its length: what no info file has is not followed to its end.
    private static string? Skip(IParser parser)
    {
        var depth = 0;
        do
        {
            depth += parser.Consume<ParsingEvent>().NestingIncrease;
            if (depth > DeepestNesting)
                throw new FormatException("is nested too deeply");
        }
        while (depth > 0);
        return null;
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim();
}

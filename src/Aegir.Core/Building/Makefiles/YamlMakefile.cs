using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Aegir.Building.Makefiles;

/// <summary>The YAML syntax of makefiles. Anchors, tags and other types than text, true, false and null have no place in it.</summary>
internal sealed class YamlMakefile
{
    private const int DeepestNesting = 20;

    private readonly MakeOrigin origin;
    private readonly Parser parser;

    private YamlMakefile(MakeOrigin origin, string text) => (this.origin, parser) = (origin, new Parser(new StringReader(text)));

    /// <exception cref="AegirException">MakefileSyntax.</exception>
    public static MakeMap Parse(MakeOrigin origin, string text)
    {
        var file = new YamlMakefile(origin, text);
        try
        {
            return file.Read();
        }
        catch (YamlException error)
        {
            // The library names the start of what it could not make out; what was read before that is nearer.
            throw MakefileErrors.Syntax(new MakePlace(origin, Math.Max((int)error.Start.Line, file.Line())), "it is no YAML: " + error.Message.Split('\n')[0]);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or ArithmeticException)
        {
            throw MakefileErrors.Syntax(new MakePlace(origin, 1), "it is no YAML: " + error.Message.Split('\n')[0]);
        }
    }

    private MakeMap Read()
    {
        var place = new MakePlace(origin, 1);
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return new MakeMap(place);
        if (!parser.Accept<MappingStart>(out _))
            throw MakefileErrors.Syntax(place, "a makefile is a mapping of keys to values.");
        return (MakeMap)Node(place, 0);
    }

    private MakeNode Node(MakePlace place, int depth)
    {
        if (depth > DeepestNesting)
            throw MakefileErrors.Syntax(place, "it is nested too deeply.");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new MakeValue(Value(scalar), place with { Line = (int)scalar.Start.Line });
        var map = new MakeMap(place);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            for (var number = 0; !parser.TryConsume<SequenceEnd>(out _); number++)
            {
                var key = number.ToString(CultureInfo.InvariantCulture);
                map.Set(key, Node(place.Below(key, Line()), depth + 1));
            }
            return map;
        }
        if (!parser.TryConsume<MappingStart>(out _))
            throw MakefileErrors.Syntax(place with { Line = Line() }, "anchors and references have no place in a makefile.");
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var line = Line();
            if (!parser.TryConsume<Scalar>(out var key))
                throw MakefileErrors.Syntax(place with { Line = line }, "a key is text.");
            if (map[key.Value] is not null)
                throw MakefileErrors.Syntax(place.Below(key.Value, line), "the key is there twice.");
            map.Set(key.Value, Node(place.Below(key.Value, line), depth + 1));
        }
        return map;
    }

    private int Line() => (int)(parser.Current?.Start.Line ?? 1);

    private static object? Value(Scalar scalar) => scalar.Style != ScalarStyle.Plain ? scalar.Value : scalar.Value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => scalar.Value,
    };
}

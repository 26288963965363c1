using System.Globalization;
using System.Net;
using System.Text;

namespace Aegir.Reports;

/// <summary>Text of a page in the making. Whatever is put in is escaped; only tags that are written here are not.</summary>
internal sealed class Html
{
    private readonly StringBuilder text = new();

    /// <summary>Escaped; control characters, which HTML has no way to show, become a replacement character.</summary>
    public static string Escape(string? value) =>
        WebUtility.HtmlEncode(string.Concat((value ?? "").Select(each => char.IsControl(each) && each is not ('\n' or '\t') ? '\uFFFD' : each)));

    /// <summary>Numbers as SVG wants them, whatever the user's language.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>An element around what <paramref name="inner"/> writes.</summary>
    /// <param name="tag">The tag with its attributes, whose values are escaped already.</param>
    public Html Element(string tag, Action inner)
    {
        text.Append('<').Append(tag).Append('>');
        inner();
        text.Append("</").Append(tag.Split(' ')[0]).Append(">\n");
        return this;
    }

    public Html Element(string tag, string? content) => Element(tag, () => text.Append(Escape(content)));

    /// <summary>An element that has no content.</summary>
    public Html Empty(string tag)
    {
        text.Append('<').Append(tag).Append("/>\n");
        return this;
    }

    /// <summary>Text between elements.</summary>
    public Html Text(string? content)
    {
        text.Append(Escape(content));
        return this;
    }

    /// <summary>A style sheet of ours, which is no text of anybody else's.</summary>
    public Html Style(string css)
    {
        text.Append("<style>\n").Append(css).Append("</style>\n");
        return this;
    }

    /// <summary>A status, in the colour of what it means.</summary>
    public Html Badge(object status) => Element($"span class=\"badge {Meaning.Of(status)}\"", status.ToString());

    /// <summary>A table; each column has a heading and writes its cell of a row.</summary>
    public Html Table<T>(IEnumerable<T> rows, params (string Heading, Action<T> Cell)[] columns) => Element("div class=\"scroll\"", () => Element("table", () =>
    {
        Element("thead", () => Element("tr", () =>
        {
            foreach (var (heading, _) in columns)
                Element("th scope=\"col\"", heading);
        }));
        Element("tbody", () =>
        {
            foreach (var row in rows)
                Element("tr", () =>
                {
                    foreach (var (_, cell) in columns)
                        Element("td", () => cell(row));
                });
        });
    }));

    public override string ToString() => text.ToString();
}

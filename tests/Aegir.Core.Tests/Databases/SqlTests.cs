using Aegir.Databases;

namespace Aegir.Tests.Databases;

public class SqlTests
{
    [Theory]
    [InlineData("plain", "`plain`")]
    [InlineData("my-site.example", "`my-site.example`")]
    [InlineData("a`b", "`a``b`")]
    public void An_identifier_is_in_backticks(string name, string expected) => Assert.Equal(expected, Sql.Identifier(name));

    [Fact]
    public void A_grant_takes_wildcards_as_letters() => Assert.Equal("`a\\_b\\%`", Sql.GrantPattern("a_b%"));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void No_identifier_is_empty_or_too_long(string name) =>
        Assert.Equal("DatabaseNameInvalid", Assert.Throws<AegirException>(() => Sql.Identifier(name)).Id);

    [Theory]
    [InlineData("a-b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\n")]
    public void A_new_name_has_letters_digits_and_underscores(string name) =>
        Assert.Equal("DatabaseNameInvalid", Assert.Throws<AegirException>(() => Sql.CheckNewName(name)).Id);

    [Fact]
    public void A_text_stays_one_literal_on_one_line()
    {
        const string Nasty = "'\"\\\n\r\t\0\x1a`;-#/* a";
        var random = new Random(4711);
        for (var i = 0; i < 2000; i++)
        {
            var value = new string([.. Enumerable.Range(0, random.Next(12)).Select(_ => Nasty[random.Next(Nasty.Length)])]);
            var quoted = Sql.Text(value);
            Assert.DoesNotContain(quoted, character => char.IsControl(character));
            Assert.Equal(value, Read(quoted));
        }
    }

    [Fact]
    public void A_field_of_the_clients_output_is_read_back() => Assert.Equal("a\tb\nc\\d\\n", Sql.Field("a\\tb\\nc\\\\d\\\\n"));

    // A literal as MySQL reads it: it must end at its last character and nowhere before.
    private static string Read(string literal)
    {
        Assert.Equal('\'', literal[0]);
        var value = new System.Text.StringBuilder();
        for (var i = 1; ; i++)
        {
            if (literal[i] == '\'')
            {
                Assert.Equal(literal.Length - 1, i);
                return value.ToString();
            }
            value.Append(literal[i] != '\\' ? literal[i] : literal[++i] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                'Z' => '\x1a',
                var other => other,
            });
        }
    }
}

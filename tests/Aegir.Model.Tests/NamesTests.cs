namespace Aegir.Tests;

public class NamesTests
{
    [Theory]
    [Trait("Oracle", "1")]
    [InlineData("Drupal 7.54", "@platform_Drupal754")]
    [InlineData("Drupal 7.5.4", "@platform_Drupal754")]
    [InlineData("OpenAtrium (2.x)!", "@platform_OpenAtrium2x")]
    public void PlatformContext(string name, string expected) => Assert.Equal(expected, Names.PlatformContext(name));

    [Theory]
    [Trait("Oracle", "3")]
    [InlineData("server1.example.com", "@server_server1examplecom")]
    [InlineData("server_master", "@server_master")]
    public void ServerContext(string name, string expected) => Assert.Equal(expected, Names.ServerContext(name));

    [Theory]
    [Trait("Oracle", "5")]
    [InlineData("Example.COM ", "example.com")]
    [InlineData("example.com.", "example.com")]
    public void Domain(string name, string expected) => Assert.Equal(expected, Names.Domain(name));

    [Theory]
    [Trait("Oracle", "7")]
    [InlineData("example.com", true)]
    [InlineData("a-b.example.com", true)]
    [InlineData("localhost", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("ex_ample.com", false)]
    [InlineData("-bad.com", false)]
    [InlineData("bad-.com", false)]
    [InlineData("*.example.com", false)]
    [InlineData("a..b", false)]
    [InlineData("a.com\n", false)]
    [InlineData("", false)]
    [InlineData("../etc", false)]
    public void IsDomain(string name, bool expected) => Assert.Equal(expected, Names.IsDomain(name));

    [Fact]
    public void ALabelHasAtMost63CharactersAndADomain235()
    {
        Assert.True(Names.IsDomain(new string('a', 63) + ".com"));
        Assert.False(Names.IsDomain(new string('a', 64) + ".com"));
        Assert.False(Names.IsDomain(string.Join('.', Enumerable.Repeat("abcdefghi", 24))));
    }

    [Theory]
    [InlineData("/var//aegir/./platforms/x/", "/var/aegir/platforms/x")]
    [InlineData("/", "/")]
    [InlineData("relative/path", null)]
    [InlineData("/a/../b", null)]
    [InlineData("/a\nb", null)]
    [InlineData("/it's \"here\"", "/it's \"here\"")]
    public void AbsolutePath(string path, string? expected) => Assert.Equal(expected, Names.AbsolutePath(path));

    [Theory]
    [InlineData("default", true)]
    [InlineData("example.com", true)]
    [InlineData("8080.localhost.drupal", true)]
    [InlineData("..", false)]
    [InlineData(".git", false)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    public void IsSiteDirectory(string name, bool expected) => Assert.Equal(expected, Names.IsSiteDirectory(name));

    [Theory]
    [Trait("Oracle", "16")]
    [InlineData("www.example.com", "examplecom")]
    [InlineData("a-very-long-name.example.com", "averylongnameexa")]
    [InlineData("my-very-long-site.example.com", "myverylongsiteex")]
    public void DatabaseBase(string domain, string expected) => Assert.Equal(expected, Names.DatabaseBase(domain));

    [Fact, Trait("Oracle", "16")]
    public void DatabaseCandidatesAreTheBaseAndAHundredMore()
    {
        var names = Names.DatabaseCandidates("www.example.com").ToList();
        Assert.Equal(101, names.Distinct().Count());
        Assert.Equal(["examplecom", "examplecom_0", "examplecom_1"], names.Take(3));
        Assert.Equal("examplecom_99", names[^1]);
        Assert.Equal("myverylongsite_0", Names.DatabaseCandidates("my-very-long-site.example.com").ElementAt(1));
        Assert.All(Names.DatabaseCandidates("a-very-long-name.example.com"), name => Assert.True(name.Length <= 16));
    }

    [Theory]
    [InlineData("A. Client", "aclient")]
    [InlineData("Jones-Smith & Sons", "jonessmithsons")]
    [InlineData("www.Example.com", "wwwexamplecom")]
    [InlineData("a_very_long_name_of_a_client", "a_very_long_name")]
    [InlineData("!?", "")]
    public void Clients_have_folders(string name, string folder) => Assert.Equal(folder, Names.ClientFolder(name));

    [Theory]
    [Trait("Oracle", "7")]
    [InlineData("*.example.com", true)]
    [InlineData("www.example.com", true)]
    [InlineData("*.com", false)]
    [InlineData("*", false)]
    [InlineData("a.*.com", false)]
    [InlineData("under_score.com", false)]
    public void Aliases_may_stand_for_all_below_a_domain(string name, bool valid) => Assert.Equal(valid, Names.IsAlias(name));
}

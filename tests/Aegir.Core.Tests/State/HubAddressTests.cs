using Aegir.State;

namespace Aegir.Tests.State;

/// <summary>What is a file and what a database, and how it is shown: never with a password.</summary>
public sealed class HubAddressTests
{
    [Theory]
    [InlineData("Host=db1,db2;Port=5433;Database=aegir;Username=me;Password=s3cret", "postgresql://me@db1:5433,db2:5433/aegir")]
    [InlineData("host=db1:5432;database=aegir;pwd='a;b=s3cret'", "postgresql://db1:5432/aegir")]
    [InlineData("Password=\"x;\"\"s3cret\";Server=db;User Id=me", "postgresql://me@db/")]
    [InlineData("Host=/run/postgresql;Database=aegir;SSL Password=s3cret", "postgresql:///run/postgresql/aegir")]
    [InlineData("postgresql://me:s3cret@db1:5432,db2:5433/aegir?target_session_attrs=primary", "postgresql://me@db1:5432,db2:5433/aegir")]
    [InlineData("postgres://me:%40s3cret@db1/aegir?password=s3cret", "postgresql://me@db1/aegir")]
    [InlineData("postgresql://db1", "postgresql://db1/")]
    public void A_database_is_shown_without_its_password(string address, string shown)
    {
        Assert.True(HubAddress.IsPostgreSql(address));
        Assert.Equal(shown, HubAddress.Show(address));
    }

    [Theory]
    [InlineData("/var/lib/aegir/hub.db")]
    [InlineData("hub.db")]
    [InlineData("C:\\Aegir\\Host=x.db")]
    public void A_file_is_shown_as_it_is(string address)
    {
        Assert.False(HubAddress.IsPostgreSql(address));
        Assert.Equal(address, HubAddress.Show(address));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=me;Password=s3cret;Colour=blue")]
    [InlineData("Host=127.0.0.1;Port=abc;Password=s3cret")]
    [InlineData("Host=;Password=s3cret")]
    [InlineData("Host=127.0.0.1;Password='s3cret")]
    public void What_cannot_be_used_is_refused_without_repeating_a_password(string address)
    {
        var error = Assert.Throws<AegirException>(() => AegirHub.Open(address));
        Assert.Equal("ConnectionStringInvalid", error.Id);
        Assert.DoesNotContain("s3cret", error.ToString() + error.Action);
        Assert.DoesNotContain("s3cret", HubAddress.Show(address));
    }

    [Fact]
    public void A_server_that_is_not_there_is_an_error_that_names_it()
    {
        var error = Assert.Throws<AegirException>(() => AegirHub.Open("postgresql://me:s3cret@127.0.0.1:1/aegir"));
        Assert.Equal(("HubUnreachable", AegirErrorKind.Unavailable), (error.Id, error.Kind));
        Assert.Contains("postgresql://me@127.0.0.1:1/aegir", error.Message);
        Assert.DoesNotContain("s3cret", error.ToString());
    }
}

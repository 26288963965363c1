using Aegir.Operations.Backups;

namespace Aegir.Tests.Sites;

public sealed class ArchiveNameTests
{
    private static readonly DateTimeOffset Time = new(2017, 3, 14, 10, 11, 12, TimeSpan.Zero);

    [Fact]
    [Trait("Oracle", "21")]
    public void Domain_and_time_and_a_number_for_more_in_one_second()
    {
        var taken = new List<string>();
        for (var i = 0; i < 3; i++)
            taken.Add(ArchiveName.First("/b", "a.com", Time, BackupCompression.Gzip, taken.Contains));

        Assert.Equal(["/b/a.com-20170314.101112.tar.gz", "/b/a.com-20170314.101112_1.tar.gz", "/b/a.com-20170314.101112_2.tar.gz"], taken);
    }

    [Theory]
    [InlineData(BackupCompression.Gzip, "/b/a.com-20170314.101112.tar.gz")]
    [InlineData(BackupCompression.Bzip2, "/b/a.com-20170314.101112.tar.bz2")]
    [InlineData(BackupCompression.None, "/b/a.com-20170314.101112.tar")]
    public void The_suffix_tells_the_compression(BackupCompression compression, string name)
    {
        Assert.Equal(name, ArchiveName.First("/b", "a.com", Time, compression, _ => false));
        Assert.Equal(compression, ArchiveName.CompressionOf(name));
    }
}

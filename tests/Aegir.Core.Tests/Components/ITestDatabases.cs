namespace Aegir.Tests.Components;

/// <summary>A database server of the tests' own, whatever it is.</summary>
public interface ITestDatabases
{
    DatabaseType Type { get; }

    /// <summary>The file with an account that may do everything.</summary>
    string OptionFile { get; }

    /// <summary>A new database with a user of the same name; the URL that drush takes.</summary>
    string MakeDatabase(string name, string password);

    /// <summary>Drops a database and its user, where they are there.</summary>
    void Drop(string name);

    /// <summary>The databases whose names begin so, sorted.</summary>
    IReadOnlyList<string> DatabasesLike(string start);

    IReadOnlyList<string> UsersLike(string start);
}

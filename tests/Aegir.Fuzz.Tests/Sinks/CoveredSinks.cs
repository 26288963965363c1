namespace Aegir.Tests.Sinks;

/// <summary>Every sink, and the test that feeds it what is hostile to it and asks its real reader. One that is missing here fails the build: write its test first.</summary>
internal static class CoveredSinks
{
    private const string Words = "QuotingTests.A_program_gets_its_words_as_they_are";
    private const string Scripts = "ScriptTests.No_script_runs_what_it_is_given";
    private const string MariaDb = "MariaDbDatabasesTests.Any_password_is_taken_as_it_is";
    private const string MariaDbNames = "MariaDbDumpTests.Adopted_names_are_dumped_whatever_is_in_them";
    private const string MariaDbText = "SqlTests.A_text_stays_one_literal_on_one_line";
    private const string PostgreSql = "PostgreSqlDatabasesTests.Any_password_is_taken_as_it_is";
    private const string PostgreSqlNames = "PostgreSqlDumpTests.Adopted_names_are_dumped_whatever_is_in_them";
    private const string Web = "HostileTests.A_docroot_of_any_name_is_served_or_refused";
    private const string WebValues = "HostileTests.Other_values_that_are_none_are_refused";
    private const string WebNames = "HostileTests.A_name_that_is_no_domain_is_refused";
    private const string Settings = "SiteSettingsTests.Only_database_user_and_password_change";
    private const string Store = "StoreTextTests.No_text_is_more_than_a_value";
    private const string Constant = "SinkTests.What_is_put_together_of_our_own_words";

    /// <summary>Programs and scripts that are no word in the source.</summary>
    public static IReadOnlyDictionary<string, string> Commands { get; } = new Dictionary<string, string>
    {
        ["PostgreSqlClient.ScriptAsync"] = Scripts, ["SqlClient.RunAsync"] = Scripts, ["CodeBaseReader.ScanAsync"] = Scripts, ["HostScripts.ScriptAsync"] = Scripts,
        ["BuildPlatform.RunAsync"] = Scripts, ["ClientFolder.LinkAsync"] = Scripts, ["LinkedHosting.RunAsync"] = Scripts, ["ManagedHosting.RunAsync"] = Scripts,
        ["MoveReader.PhpAsync"] = Words, ["Drush.RunAsync"] = Words, ["SitePhp.RunAsync"] = Words, ["HostScripts.PhpAsync"] = Words,
    };

    /// <summary>Standard inputs that are read as more than data.</summary>
    public static IReadOnlyDictionary<string, string> Inputs { get; } = new Dictionary<string, string>
    {
        ["Downloader.FetchAsync"] = "QuotingTests.Curl_reads_an_address_as_it_is", ["Laying.LayAsync"] = "ParserTests.Takes_whatever_comes",
        ["PostgreSqlClient.ScriptAsync"] = PostgreSql, ["SqlClient.RunAsync"] = MariaDb, ["ManagedHosting.RunAsync"] = Web, ["OpenSshHost.SendAsync"] = Words,
        ["SitePhp.RunAsync"] = Settings, ["HostScripts.PhpAsync"] = "DatabaseKnockTests.*", ["HostScripts.ScriptAsync"] = Scripts,
    };

    /// <summary>Texts that are put together.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>
    {
        ["MariaDbDatabases.ReleaseMarkAsync"] = MariaDbNames, ["MariaDbStatements.Create"] = MariaDb, ["MariaDbStatements.MissingHosts"] = MariaDbText, ["MariaDbStatements.Grant"] = MariaDbText,
        ["MariaDbStatements.Drop"] = MariaDb, ["MariaDbStatements.DropUser"] = MariaDb, ["MariaDbStatements.Busy"] = MariaDbText, ["MariaDbStatements.Count"] = MariaDbText,
        ["MariaDbStatements.Exists"] = MariaDb, ["MariaDbStatements.Execute"] = MariaDb,
        ["PostgreSqlStatements.Check"] = Constant, ["PostgreSqlStatements.Create"] = PostgreSql, ["PostgreSqlStatements.Comment"] = PostgreSqlNames, ["PostgreSqlStatements.Drop"] = PostgreSql,
        ["PostgreSqlStatements.Release"] = PostgreSqlNames, ["PostgreSqlStatements.Busy"] = PostgreSqlNames,
        ["BackupTable.Find"] = Store, ["ClaimTable.Behind"] = Store, ["LeaseTable.Require"] = Store, ["HubCopy.Insert"] = "HubCopyTests.*",
        ["HubLock.Alone"] = Constant, ["HubLock.Together"] = Constant, ["HubLock.Claiming"] = Constant, ["PostgreSqlDialect.Announce"] = Constant,
        ["ApacheHosting.PublishPlatformAsync"] = Web, ["ApacheHosting.BaseFiles"] = Constant, ["ApacheHosting.SiteFiles"] = WebNames, ["ApacheHosting.SitePatterns"] = WebNames,
        ["ApacheHosting.PlatformFile"] = WebValues, ["ApacheHosting.Addresses"] = WebValues, ["ApacheSite.Text"] = Constant, ["ApacheSite.Head"] = WebNames, ["ApacheSite.Site"] = Web,
        ["ApacheSite.Redirect"] = WebNames, ["ApacheSite.Include"] = Constant, ["ApacheText.Path"] = Web,
        ["NginxHosting.BaseFiles"] = Constant, ["NginxHosting.SiteFiles"] = WebNames, ["NginxHosting.SitePatterns"] = WebNames, ["NginxHosting.Listen"] = WebValues, ["NginxSite.Head"] = WebNames,
        ["NginxSite.Body"] = WebNames, ["NginxSite.Site"] = Web, ["NginxSite.Shut"] = WebValues, ["NginxSite.Target"] = WebNames, ["NginxSite.Include"] = Constant,
        ["RemoteCommand.new"] = Words, ["SshOptions.Of"] = "QuotingTests.Ssh_reads_the_file_of_known_hosts_as_it_is_named",
    };

    /// <summary>PHP of ours that writes files, or asks a database.</summary>
    public static IReadOnlyDictionary<string, string> Php { get; } = new Dictionary<string, string>
    {
        ["write-settings.php"] = Settings, ["new-settings.php"] = "InstallTests.*", ["pack-settings.php"] = "BackupTests.Cloaked_settings_are_packed_in_plain_words_and_stay_cloaked",
        ["names-block.php"] = "RenameTests.*", ["set-site-names.php"] = "RenameTests.*", ["sites-php.php"] = "RenameTests.*", ["write-file.php"] = Settings,
        ["gate.php"] = "SiteGateTests.Closed_and_opened_again_a_file_is_what_it_was", ["look.php"] = "SiteLookTests.*", ["look-router.php"] = "SiteLookTests.*",
        ["connect-database.php"] = "SiteReaderTests.*", ["rewrite-links.php"] = "LinkTests.*", ["table-columns.php"] = "LinkTests.*", ["sqlite.php"] = "SqliteDatabasesTests.*",
    };

    /// <summary>What is put into templates of configuration.</summary>
    public static IReadOnlyDictionary<string, string> Placeholders { get; } = new Dictionary<string, string>
    {
        ["@TREE@"] = WebValues, ["@BASE@"] = WebValues, ["@CONFIG@"] = WebValues, ["@HTTP@"] = WebValues, ["@HTTPS@"] = WebValues, ["@PAGE@"] = Constant, ["@STAMP@"] = Constant,
    };
}

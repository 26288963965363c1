namespace Aegir;

/// <summary>Status of a platform (aegir-spec 1.3). A locked platform takes no new sites.</summary>
public enum PlatformStatus { Deleted = -2, Locked = -1, Queued = 0, Enabled = 1 }

/// <summary>Status of a site (aegir-spec 1.4).</summary>
public enum SiteStatus { Deleted = -2, Disabled = -1, Queued = 0, Enabled = 1 }

/// <summary>Status of a server (aegir-spec 1.2).</summary>
public enum ServerStatus { Deleted = -2, Locked = -1, Queued = 0, Enabled = 1 }

/// <summary>Status of a task (aegir-spec 1.7). Interrupted: it has no final record, so nobody may call it a success.</summary>
public enum AegirTaskStatus { Processing = -1, Queued = 0, Success = 1, Error = 2, Warning = 3, Interrupted = 4 }

/// <summary>What a package is (aegir-spec 1.6).</summary>
public enum PackageType { Platform, Profile, Module, Theme }

/// <summary>The kind of database server or file a site lives in.</summary>
public enum DatabaseType { None, MariaDb, PostgreSql, Sqlite }

/// <summary>How the hub reaches a server. OpenSsh: the ssh program, with the user's ssh configuration; SshNet: a library, which knows passwords.</summary>
public enum ServerTransport { Local, OpenSsh, SshNet }

/// <summary>The web server whose configuration the hub keeps; None where it keeps none.</summary>
public enum WebServerType { None, Nginx, Apache }

/// <summary>What a site does with https (aegir-spec 6.4). Required: plain http is redirected to it.</summary>
public enum HttpsMode { Off, On, Required }

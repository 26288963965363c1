namespace Aegir.Tests.Components;

public sealed partial class PostgreSqlServer
{
    /// <summary>A new database for a hub, as the connection string that opens it. The password is in a file.</summary>
    public string MakeHub(string rest = "")
    {
        var name = "hub" + Guid.NewGuid().ToString("N")[..12];
        Query($"CREATE DATABASE {name} LOCALE 'C.UTF-8' TEMPLATE template0");
        return $"Host=127.0.0.1;Port={Port};Database={name};Username=aegir;Passfile={PasswordFile};Pooling=true{rest}";
    }

    /// <summary>A .pgpass file that knows the administrator's password.</summary>
    public string PasswordFile
    {
        get
        {
            var file = folder!.At("pgpass");
            if (!File.Exists(file))
                folder.WriteSecret("pgpass", $"*:*:*:aegir:{Password}\n");
            return file;
        }
    }
}

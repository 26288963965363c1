using Aegir.Hosts;
using Aegir.Hosts.Ssh;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace Aegir.Ssh;

/// <summary>What a machine is told of who logs in.</summary>
internal static class Login
{
    private static readonly string[] UsualKeys = ["id_ed25519", "id_ecdsa", "id_rsa"];

    /// <exception cref="AegirException">SshLoginRefused without the key file, SshKeyLocked, and what <see cref="HostSecrets.Of"/> throws.</exception>
    public static ConnectionInfo Of(SshAddress address, HostSecrets secrets)
    {
        var secret = secrets.Of(address.Name, address.Secret);
        var methods = new List<AuthenticationMethod>();
        var keys = address.KeyFile is { } file ? [Key(address, file, secret)] : secret is null ? Usual().ToList() : [];
        if (keys.Count > 0)
            methods.Add(new PrivateKeyAuthenticationMethod(User(address), [.. keys.Select(key => key.File)]));
        // The passphrase of a key is nobody else's business.
        if (secret is not null && !keys.Exists(key => key.IsLocked))
            methods.AddRange([new PasswordAuthenticationMethod(User(address), secret), Answering(address, secret)]);
        return Info(address, methods.Count > 0 ? methods : [new NoneAuthenticationMethod(User(address))]);
    }

    /// <summary>For looking at host keys only.</summary>
    public static ConnectionInfo Nobody(SshAddress address) => Info(address, [new NoneAuthenticationMethod(User(address))]);

    private static ConnectionInfo Info(SshAddress address, IEnumerable<AuthenticationMethod> methods) =>
        new(address.HostName, address.Port == 0 ? 22 : address.Port, User(address), [.. methods]) { Timeout = TimeSpan.FromSeconds(SshOptions.ConnectSeconds) };

    private static string User(SshAddress address) => address.User ?? Environment.UserName;

    private static KeyboardInteractiveAuthenticationMethod Answering(SshAddress address, string secret)
    {
        var method = new KeyboardInteractiveAuthenticationMethod(User(address));
        method.AuthenticationPrompt += (_, asked) =>
        {
            // What is shown as it is typed is no password.
            foreach (var prompt in asked.Prompts)
                prompt.Response = prompt.IsEchoed ? "" : secret;
        };
        return method;
    }

    private static (PrivateKeyFile File, bool IsLocked) Key(SshAddress address, string path, string? secret)
    {
        if (!File.Exists(path))
            throw SshErrors.LoginRefused(address, $"The key file '{path}' is not there.");
        try
        {
            return (new PrivateKeyFile(path), false);
        }
        catch (SshPassPhraseNullOrEmptyException) when (secret is not null)
        {
            try
            {
                return (new PrivateKeyFile(path, secret), true);
            }
            catch (Exception error) when (error is SshException or InvalidOperationException or ArgumentException)
            {
                throw SshNetErrors.KeyLocked(address, path, "The passphrase does not open it.");
            }
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            throw SshNetErrors.KeyLocked(address, path, "No passphrase is given.");
        }
        catch (Exception error) when (error is SshException or NotSupportedException or UnauthorizedAccessException)
        {
            throw SshErrors.LoginRefused(address, $"The key file '{path}' cannot be read: {error.Message}");
        }
    }

    // As ssh does it: those that are there and open.
    private static IEnumerable<(PrivateKeyFile File, bool IsLocked)> Usual()
    {
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh");
        foreach (var path in UsualKeys.Select(name => Path.Combine(folder, name)).Where(File.Exists))
        {
            PrivateKeyFile? key = null;
            try
            {
                key = new PrivateKeyFile(path);
            }
            catch (Exception error) when (error is SshException or NotSupportedException or UnauthorizedAccessException)
            {
                // Not one for us.
            }
            if (key is not null)
                yield return (key, false);
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace Aegir.Tests.Components;

/// <summary>Ports of this machine's own.</summary>
public static class Loopback
{
    // Below those that systems give to outgoing connections, which would take one between our asking for it and our using it.
    private const int First = 12000;
    private const int Last = 30000;

    private static int next = Random.Shared.Next(First, Last);

    /// <summary>A port that nobody listens on just now; each is given once.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref next) - First) % (Last - First);
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's; the next one, then.
            }
        }
    }

    public static bool Answers(int port)
    {
        try
        {
            using var probe = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

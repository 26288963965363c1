namespace Aegir.Hosts.Ssh;

/// <summary>The connections to one machine. sshd takes ten commands on each by default (MaxSessions), so that more commands open more.</summary>
/// <param name="make">Makes one; its number is given.</param>
internal sealed class SharedConnections<T>(Func<int, T> make)
{
    private const int MaxUsers = 8;

    private readonly object gate = new();
    private readonly List<(T Connection, Users Users)> all = [];

    public IReadOnlyList<T> All
    {
        get
        {
            lock (gate)
                return all.ConvertAll(each => each.Connection);
        }
    }

    public async Task<TResult> UseAsync<TResult>(Func<T, Task<TResult>> use)
    {
        var (connection, users) = Rent();
        try
        {
            return await use(connection).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
                users.Count--;
        }
    }

    private (T Connection, Users Users) Rent()
    {
        lock (gate)
        {
            var free = all.Find(candidate => candidate.Users.Count < MaxUsers);
            if (free.Users is null)
                all.Add(free = (make(all.Count), new Users()));
            free.Users.Count++;
            return free;
        }
    }

    private sealed class Users
    {
        public int Count { get; set; }
    }
}

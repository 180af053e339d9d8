namespace Codex.Plugin.Tests.Feed;

/// <summary>The faults that a feed is to have; the first that a request fits wins.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Planned> _faults = [];

    public void Add(Request request, Fault fault)
    {
        lock (_lock)
        {
            _faults.Add(new Planned(request, fault));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    public Fault? Next(FeedRequest request)
    {
        lock (_lock)
        {
            return _faults.FirstOrDefault(planned => planned.Hits(request))?.Fault;
        }
    }

    private sealed class Planned(Request request, Fault fault)
    {
        private int _passing = request.Passing;
        private int _times = fault.Times;

        public Fault Fault => fault;

        public bool Hits(FeedRequest asked) => request.Matches(asked) && --_passing < 0 && --_times >= 0;
    }
}

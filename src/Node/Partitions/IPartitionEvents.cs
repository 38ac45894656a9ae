namespace AkkaCache.Node.Partitions;

/// <summary>Who wants to know when partitions of this node open and close. Called from the partitions' actors, so quick and thread-safe.</summary>
public interface IPartitionEvents
{
    void Opened(int partition, long epoch);

    void Closed(int partition);
}

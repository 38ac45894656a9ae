// One test at a time: each starts servers and loads them, and two cores are enough for one cluster.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// One test at a time: the racing tests want the machine for themselves and their daemon.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

// One test at a time: they start servers, and two cores are enough for one pair of them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

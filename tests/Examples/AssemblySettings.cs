// One example after the other: each starts as many processes as a small machine bears.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

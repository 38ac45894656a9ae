using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AkkaCache.Replication.Copies;
using AkkaCache.Replication.Register;

namespace AkkaCache.Replication.Wire;

/// <summary>The forms of epochs, positions, runs and rows of the register.</summary>
internal static class RegisterForms
{
    /// <summary>Round and ordinal apart: both stay small while their sum is a number of many bits.</summary>
    public const int LeastEpochBytes = 2;

    private const int LeastRunBytes = 1 + LeastEpochBytes;

    private const int LeastRowBytes = LeastEpochBytes + 1;

    public static void Write(ref FieldWriter fields, Epoch epoch)
    {
        fields.Number(epoch.Round);
        fields.Number(epoch.Ordinal);
    }

    public static Epoch ReadEpoch(ref FieldReader fields)
        => Epoch.Of(fields.Number(WireLimits.Round, "round"), (int)fields.Number(Epoch.MaxOrdinal, "ordinal"));

    public static void Write(ref FieldWriter fields, Position position)
    {
        Write(ref fields, position.Epoch);
        fields.Signed(position.Index);
    }

    public static Position ReadPosition(ref FieldReader fields)
        => new(ReadEpoch(ref fields), fields.Signed());

    /// <summary>Where a run begins is told by its distance from the one before, of the first from <paramref name="origin"/>.</summary>
    public static void Write(ref FieldWriter fields, ImmutableArray<EpochRun> runs, long origin)
    {
        fields.Count(runs.AsSpan().Length, WireLimits.Runs, "runs");
        foreach (var run in runs.AsSpan())
        {
            fields.Signed(run.First - origin);
            Write(ref fields, run.Epoch);
            origin = run.First;
        }
    }

    public static ImmutableArray<EpochRun> ReadRuns(ref FieldReader fields, long origin)
    {
        var runs = new EpochRun[fields.Count(WireLimits.Runs, LeastRunBytes, "runs")];
        for (var i = 0; i < runs.Length; i++)
        {
            origin += fields.Signed();
            runs[i] = new EpochRun(origin, ReadEpoch(ref fields));
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(runs);
    }

    public static void Write(ref FieldWriter fields, RegisterValue value)
    {
        Write(ref fields, value.Epoch);
        fields.Number(value.Version);
        fields.Node(value.Primary);
        fields.Nodes(value.InSync, "in-sync set");
        fields.Number(value.LossGeneration);
    }

    public static RegisterValue ReadValue(ref FieldReader fields)
        => new(ReadEpoch(ref fields), fields.Int(), fields.Node(), fields.Nodes("in-sync set"), fields.Int());

    /// <summary>Of a value that may be none.</summary>
    public static void WriteAccepted(ref FieldWriter fields, RegisterValue? accepted)
    {
        fields.Flag(accepted is not null);
        if (accepted is not null) Write(ref fields, accepted);
    }

    public static RegisterValue? ReadAccepted(ref FieldReader fields) => fields.Flag() ? ReadValue(ref fields) : null;

    public static void Write(ref FieldWriter fields, ImmutableArray<RegisterRow> register)
    {
        fields.Count(register.AsSpan().Length, WireLimits.Rows, "rows");
        foreach (var row in register.AsSpan())
        {
            Write(ref fields, row.Promised);
            WriteAccepted(ref fields, row.Accepted);
        }
    }

    public static ImmutableArray<RegisterRow> ReadRegister(ref FieldReader fields)
    {
        var rows = new RegisterRow[fields.Count(WireLimits.Rows, LeastRowBytes, "rows")];
        for (var i = 0; i < rows.Length; i++) rows[i] = new RegisterRow(ReadEpoch(ref fields), ReadAccepted(ref fields));
        return ImmutableCollectionsMarshal.AsImmutableArray(rows);
    }
}

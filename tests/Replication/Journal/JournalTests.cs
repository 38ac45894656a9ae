using System.Reflection;
using AkkaCache.Protocol.Topology;
using AkkaCache.Replication.Journal;
using AkkaCache.Replication.Messages;
using AkkaCache.Replication.Register;
using AkkaCache.Replication.Wire;

namespace AkkaCache.Replication.Tests.Journal;

/// <summary>What is written down of the rules, and what becomes of it when it is played back.</summary>
public class JournalTests
{
    private static readonly NodeId First = new("n1");
    private static readonly NodeId Second = new("n2");
    private readonly Dictionary<NodeId, MemoryJournal> _journals = new() { [First] = new MemoryJournal(), [Second] = new MemoryJournal() };

    [Fact]
    public void Header_keeps_every_setting()
    {
        var settings = new ReplicationSettings();
        var number = 10;
        foreach (var property in typeof(ReplicationSettings).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
            property.SetValue(settings, property.PropertyType == typeof(int) ? number++ : (object)(long)number++);
        var journal = new MemoryJournal();
        var header = new JournalHeader(First, 3, settings, -5, -7);
        _ = new JournalRecorder(header, journal);
        Assert.Equal(header, JournalReader.Read(journal.Close()).Header);
    }

    [Fact]
    public void Two_nodes_that_join_write_and_lose_one_another_do_the_same_when_played_back()
    {
        var network = Lived();
        foreach (var (node, journal) in _journals)
        {
            var outcome = JournalPlayer.Play(journal.Close(), Rules.Standard, out var played);
            Assert.Null(outcome.Difference);
            Assert.Equal(0, outcome.Left);
            Assert.True(outcome.Events > 100);
            Assert.Equal(network[node][0].Position, played[0].Position);
            Assert.Equal(network[node][0].Epoch, played[0].Epoch);
        }
    }

    [Fact]
    public void Changed_rule_is_told_with_the_event_and_both_actions()
    {
        Lived();
        var difference = JournalPlayer.Play(_journals[First].Close(), new HastyRules(), out _).Difference;
        Assert.NotNull(difference);
        Assert.StartsWith("Ticked(Now ", difference.Event, StringComparison.Ordinal);
        Assert.NotEqual(difference.Recorded, difference.Played);
        Assert.Contains("event ", difference.ToString(), StringComparison.Ordinal);
    }

    /// <summary>While one partition's event runs, another's changes what it reads next: played one after the other, it would read something else.</summary>
    [Fact]
    public void Value_changed_by_another_thread_in_the_middle_of_an_event_is_played_back_as_it_was_read()
    {
        var carrier = new RecordingCarrier();
        var journal = new MemoryJournal();
        var node = new ReplicationNode(First, 2, new ReplicationSettings(), carrier, seed: 1, now: 0, journal);
        node.Found();
        node.Tick(1);
        carrier.Taking = branch =>
        {
            if (branch != RuleBranch.OldConfigurationTold) return;
            var other = new Thread(() => node[1].Receive(Second, new Prepare(1, 1, Epoch.Of(9, 2)), 3));
            other.Start();
            other.Join();
        };
        node[0].Receive(Second, new Query(0, 0, 1), 2);

        var install = Assert.IsType<Install>(carrier.Sent.Last(sent => sent.Message is Install).Message);
        Assert.Equal(Epoch.Of(9, 2), install.Register[1].Promised);
        var outcome = JournalPlayer.Play(journal.Close());
        Assert.Null(outcome.Difference);
        Assert.Equal(1, outcome.Raced);
    }

    [Fact]
    public void Copy_found_broken_while_effects_are_applied_is_played_back_in_the_middle_of_them()
    {
        var network = Lived();
        network.CarrierOf(Second).Applying = () => network[Second][0].Fail(network.Now);
        network[First][0].Executed(1);
        network.Pass(TimeSpan.FromSeconds(1));
        var journal = _journals[Second].Close();
        Assert.Contains(JournalReader.Read(journal).Records, record => record.Items.Any(item => item is InnerBegan { Event: Failed }));
        Assert.Null(JournalPlayer.Play(journal).Difference);
    }

    [Fact]
    public void Copy_found_to_differ_from_its_primarys_is_found_again()
    {
        var network = Lived();
        network[First][0].Compare(false);
        network.Pass(TimeSpan.FromSeconds(1));
        var outcome = JournalPlayer.Play(_journals[Second].Close());
        Assert.Null(outcome.Difference);
        Assert.Equal(1, outcome.Branches[(int)RuleBranch.CopyDiffered]);
    }

    [Fact]
    public void Journal_cut_anywhere_is_played_up_to_the_cut()
    {
        Lived();
        var journal = _journals[First].Close();
        var before = -1L;
        // A prime, so that cuts fall everywhere within records.
        for (var length = 200; length < journal.Length; length += 211)
        {
            var outcome = JournalPlayer.Play(journal[..length]);
            Assert.Null(outcome.Difference);
            Assert.True(outcome.Events >= before);
            before = outcome.Events;
        }
        Assert.True(before > 100);
    }

    [Fact]
    public void Journal_with_a_gap_is_played_up_to_it()
    {
        var journal = new MemoryJournal();
        var gap = new Forgetful(journal, record: 50);
        var network = new RulesNetwork(new ReplicationSettings(), node => node == First ? gap : null, First, Second);
        network.Pass(TimeSpan.FromSeconds(5));
        var outcome = JournalPlayer.Play(journal.Close());
        Assert.Null(outcome.Difference);
        Assert.InRange(outcome.Events, 10, 50);
        Assert.True(outcome.Left > 100);
    }

    [Fact]
    public void What_is_no_journal_is_refused()
        => Assert.Throws<WireFormatException>(() => JournalPlayer.Play(new byte[] { 200, 1, 2, 3 }));

    /// <summary>The second joins the first and takes over when that falls silent.</summary>
    private RulesNetwork Lived()
    {
        var network = new RulesNetwork(new ReplicationSettings(), node => _journals[node], First, Second);
        network.Pass(TimeSpan.FromSeconds(5));
        network[First][0].Executed(5);
        network[First][0].Flush(network.Now);
        network.Pass(TimeSpan.FromSeconds(2));
        network.Pass(TimeSpan.FromSeconds(5), silent: Second);
        network.Pass(TimeSpan.FromSeconds(5));
        return network;
    }

    /// <summary>Waits for no copy.</summary>
    private sealed class HastyRules : Rules
    {
        public override bool IsRequired(NodeId node, RegisterValue current, RegisterValue? proposed) => false;
    }

    /// <summary>Loses one record.</summary>
    private sealed class Forgetful(IJournalOutput output, int record) : IJournalOutput
    {
        private int _records;

        public bool IsOver => output.IsOver;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (_records++ != record) output.Write(bytes);
        }
    }
}

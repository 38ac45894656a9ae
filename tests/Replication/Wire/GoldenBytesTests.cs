namespace AkkaCache.Replication.Tests.Wire;

/// <summary>Other versions of the node read these bytes. A line here never changes; a new form gets a new tag and a new line.</summary>
public class GoldenBytesTests
{
    [Theory]
    [InlineData("Query", "010101020300")]
    [InlineData("QueryReply", "0102FF030203010302050101610201020362C3A401030280010100")]
    [InlineData("Prepare", "01030102AC02810100")]
    [InlineData("Promise", "01040102AC0281010000000100")]
    [InlineData("Refusal", "0105010302AC02810100")]
    [InlineData("Accept", "010601020302050101610201020362C3A40100")]
    [InlineData("Acceptance", "0107010203020500")]
    [InlineData("TakeOver", "0108010302C0843D00")]
    [InlineData("Effects", "0109010302045A0302C801020202030202AC02810103CAFE00")]
    [InlineData("SnapshotBegin", "010A010302040302C8010202010176030200")]
    [InlineData("SnapshotChunk", "010B01030204066404BEEF0000")]
    [InlineData("SnapshotEnd", "010C01030204076400")]
    [InlineData("Acknowledgement", "010D01030204AC0200")]
    [InlineData("Comparison", "0117010302040302C80103D16E00")]
    [InlineData("Mismatch", "010E0103020400000100")]
    [InlineData("Ping", "010F028101030203021CAC02810101030200")]
    [InlineData("Pong", "011002FEFFFFFFFFFFFFFFFF0101011CAC02810100")]
    [InlineData("NeedConfiguration", "01110200")]
    [InlineData("Seal", "011202AC02810100")]
    [InlineData("SealAnswer", "011302AC028101030202010362C3A402016102AC02810101030205020202010103020000")]
    [InlineData("Choose", "011402AC02810102010161020362C3A400")]
    [InlineData("Choice", "011502AC02810100")]
    [InlineData("Install", "0116020201016101020362C3A4C801C90102AC02810101030205010201020103020000")]
    public void Message_has_its_bytes(string typeName, string hex)
    {
        var message = Examples.All.Single(example => example.GetType().Name == typeName);
        Assert.Equal(hex, Convert.ToHexString(Frames.Of(message)));
        Assert.Equal(message, Assert.Single(Frames.Read(Convert.FromHexString(hex))), MessageComparer.Instance);
    }
}

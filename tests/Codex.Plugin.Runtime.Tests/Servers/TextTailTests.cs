using System.Text;
using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Runtime.Tests.Servers;

[TestClass]
public sealed class TextTailTests
{
    [TestMethod]
    [DataRow("abc", "abc")]
    [DataRow("ab|cd|ef", "abcdef")]
    [DataRow("12345678", "12345678")]
    [DataRow("12345678|9", "23456789")]
    [DataRow("1234567890123456789|0", "34567890")]
    [DataRow("first\nsec|ond\n", "second\n")]
    [DataRow("||", "")]
    public void LastBytesAreKept(string written, string expected)
    {
        var tail = new TextTail(8);
        foreach (string part in written.Split('|'))
        {
            tail.Write(Encoding.UTF8.GetBytes(part));
        }

        Assert.AreEqual(expected, tail.ToString());
    }
}

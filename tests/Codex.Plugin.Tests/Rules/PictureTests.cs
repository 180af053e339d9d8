using System.Diagnostics;
using System.Text;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Pictures by themselves: kind, size and content.</summary>
[TestClass]
public sealed class PictureTests
{
    public static IEnumerable<object?[]> Sizes =>
    [
        ["a.png", Pictures.Png(706, 400), ImageFormat.Png, 706, 400],
        ["a.png", Pictures.Png(int.MaxValue, 1), ImageFormat.Png, int.MaxValue, 1],
        ["a.jpg", Pictures.Jpeg(706, 860), ImageFormat.Jpeg, 706, 860],
        ["a.JPEG", Pictures.Jpeg(65535, 1, segmentsBefore: 9000), ImageFormat.Jpeg, 65535, 1],
        ["a.jpg", Pictures.Jpeg(8, 0), ImageFormat.Jpeg, 8, 0],
        ["a.webp", Pictures.WebP("VP8 ", 48, 49), ImageFormat.WebP, 48, 49],
        ["a.webp", Pictures.WebP("VP8L", 16384, 16384), ImageFormat.WebP, 16384, 16384],
        ["a.webp", Pictures.WebP("VP8X", 16777216, 1), ImageFormat.WebP, 16777216, 1],
        ["a.svg", Pictures.Svg(), ImageFormat.Svg, 64, 64],
        ["a.svg", Pictures.Svg("width='48' height='24.4px'"), ImageFormat.Svg, 48, 24],
        ["a.svg", Pictures.Svg("width='1in' height='72pt'"), ImageFormat.Svg, 96, 96],
        ["a.svg", Pictures.Svg("width='2.54cm' height='25.4mm' viewBox='0 0 1 2'"), ImageFormat.Svg, 96, 96],
        ["a.svg", Pictures.Svg("width='100%' height='1em' viewBox='0,0 10 20'"), ImageFormat.Svg, 10, 20],
        ["a.svg", Pictures.Svg("width='30' viewBox='0 0 10 20'"), ImageFormat.Svg, 30, 60],
        ["a.svg", Pictures.Svg("height='30' viewBox='0 0 10 20'"), ImageFormat.Svg, 15, 30],
        ["a.svg", Pictures.Svg("width='1e999' height='-1' viewBox='0 0 0 x'"), ImageFormat.Svg, int.MaxValue, 0],
        ["a.svg", Pictures.Svg(""), ImageFormat.Svg, 0, 0],
        ["a.svg", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Pictures.Svg()))).ToArray(), ImageFormat.Svg, 64, 64],
        ["a.svg", (byte[])[.. "\uFEFF<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>"u8, .. Pictures.Svg()], ImageFormat.Svg, 64, 64],
        ["a.svg", (byte[])[.. "<svg:svg xmlns:svg='http://www.w3.org/2000/svg' width='1' height='2'/>"u8], ImageFormat.Svg, 1, 2],
    ];

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void PictureTellsKindAndSize(string name, byte[] content, object format, int width, int height)
    {
        using var folder = new PluginFolder();
        FileFacts facts = Read(folder, name, content);
        CompilationAssert.AreOnly(facts.Diagnostics);
        Assert.AreEqual(new ImageFacts((ImageFormat)format, width, height, content.Length), facts.Image);
    }

    public static IEnumerable<object?[]> Broken =>
    [
        ["CXP5002", "", "is empty"],
        ["CXP5002", "GIF89a", "is a GIF"],
        ["CXP5002", "BM", "is a bitmap"],
        ["CXP5002", "\0\0\u0001\0", "is an icon file"],
        ["CXP5002", "%PDF-1.7", "is a PDF"],
        ["CXP5002", "version https://git-lfs.github.com/spec/v1\n", "is a pointer of Git LFS"],
        ["CXP5002", "text", "is none of these"],
        ["CXP5002", "<html><body/></html>", "root element 'html'"],
        ["CXP5002", "<!DOCTYPE html><html>", "root element 'html'"],
        ["CXP5002", "<svg/>", "namespace"],
        ["CXP5002", "<svg xmlns='http://www.w3.org/2000/svg'>", "is not well-formed XML"],
        ["CXP5002", "<svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>", "undeclared entity"],
        ["CXP5002", "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>", "undeclared entity"],
        ["CXP5002", "<?xml version='1.0' encoding='utf-7'?><svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"],
        ["CXP5002", "<?xml version='1.0' encoding='nonsense'?><svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"],
        ["CXP5002", "<", "is not well-formed XML"],
    ];

    [TestMethod]
    [DynamicData(nameof(Broken))]
    public void WhatIsNoPictureIsFound(string id, string content, string message)
    {
        using var folder = new PluginFolder();
        FileFacts facts = Read(folder, "a.svg", Encoding.UTF8.GetBytes(content));
        Diagnostics.Diagnostic found = Assert.ContainsSingle(facts.Diagnostics);
        Assert.AreEqual(id, found.Descriptor.Id);
        Assert.Contains(message, found.Message);
        Assert.DoesNotContain("\n", found.Message);
        Assert.AreEqual(ImageFormat.Unknown, facts.Image!.Format);
    }

    [TestMethod]
    [DataRow("png", 16, (byte)0, "damaged")]
    [DataRow("png", 11, (byte)12, "damaged")]
    [DataRow("jpg", 2, (byte)0, "none of these")]
    [DataRow("jpg", 3, (byte)0xD9, "damaged")]
    [DataRow("webp", 4, (byte)200, "cut off")]
    [DataRow("webp", 12, (byte)'X', "damaged")]
    public void DamagedHeadIsFound(string extension, int offset, byte value, string message)
    {
        byte[] content = extension switch
        {
            "png" => Pictures.Png(0x01000000, 1),
            "jpg" => Pictures.Jpeg(8, 8),
            _ => Pictures.WebP("VP8X", 8, 8),
        };
        content[offset] = value;
        using var folder = new PluginFolder();
        Diagnostics.Diagnostic found = Assert.ContainsSingle(Read(folder, $"a.{extension}", content).Diagnostics);
        Assert.AreEqual("CXP5002", found.Descriptor.Id);
        Assert.Contains(message, found.Message);
    }

    [TestMethod]
    [DataRow("a.svg", true)]
    [DataRow("a.SVG", true)]
    [DataRow("a.png", false)]
    [DataRow("a.svgz", false)]
    [DataRow("svg", false)]
    public void ExtensionFitsTheContent(string name, bool fits)
    {
        using var folder = new PluginFolder();
        CompilationAssert.AreOnly(Read(folder, name, Pictures.Svg()).Diagnostics, fits ? [] : [$"CXP5003 {name}"]);
    }

    [TestMethod]
    [DataRow("<script>alert(1)</script>", "2,2")]
    [DataRow("<script xlink:href='#x'/>", "2,2")]
    [DataRow("<path onload='x()'/>", "2,7")]
    [DataRow("<path ONCLICK='x()'/>", "2,7")]
    [DataRow("<a href=' JavaScript:x()'/>", "2,4")]
    [DataRow("<set to='javascript:x()'/>", "2,6")]
    [DataRow("<image href='https://contoso.com/a.png'/>", "2,8")]
    [DataRow("<image xlink:href='a.png'/>", "2,8")]
    [DataRow("<use href='a.svg#b'/>", "2,6")]
    [DataRow("<use href='data:text/html,x'/>", "2,6")]
    [DataRow("<image src='//contoso.com'/>", "2,8")]
    [DataRow("<path style='fill: URL( \"https://contoso.com/a\" )'/>", "2,7")]
    [DataRow("<path fill='url(a.svg#b)'/>", "2,7")]
    [DataRow("<style>@import 'a.css';</style>", "2,8")]
    [DataRow("<style><![CDATA[ @font-face { src: url(https://contoso.com/f) } ]]></style>", "2,17")]
    [DataRow("<foreignObject><p/></foreignObject>", "2,2")]
    [DataRow("<foreignObject>text</foreignObject>", "2,2")]
    [DataRow("<?xml-stylesheet href='a.css'?>", "2,3")]
    public void SvgWithScriptOrOutsideContentIsFound(string content, string place)
    {
        using var folder = new PluginFolder();
        CompilationAssert.AreOnly(Read(folder, "a.svg", Pictures.Svg(content: $"\n{content}")).Diagnostics, $"CXP5004 a.svg({place})");
    }

    [TestMethod]
    [DataRow("<use href='#x' xlink:href=' #x '/>")]
    [DataRow("<use href=''/>")]
    [DataRow("<image href='data:image/png;base64,AAAA'/>")]
    [DataRow("<path style='fill:url(#a)' fill='url( &quot;#a&quot; )'/>")]
    [DataRow("<path style='mask:url(data:image/svg+xml;utf8,x)'/>")]
    [DataRow("<style>@namespace svg url(http://www.w3.org/2000/svg); /* @import url(x) */ a { fill: url('#b') }</style>")]
    [DataRow("<text>url(a) @import javascript:</text>")]
    [DataRow("<foreignObject width='1'/>")]
    [DataRow("<foreignObject>\n <!-- none --> </foreignObject><p>text</p>")]
    [DataRow("<metadata xmlns:x='https://contoso.com'><x:y x:onload='no event' about='https://contoso.com'/></metadata>")]
    public void DrawingAloneIsAccepted(string content)
    {
        using var folder = new PluginFolder();
        CompilationAssert.AreOnly(Read(folder, "a.svg", Pictures.Svg(content: content)).Diagnostics);
    }

    [TestMethod]
    public void SvgIsBounded()
    {
        using var folder = new PluginFolder();
        Quick(() => CompilationAssert.AreOnly(Read(folder, "a.svg", Pictures.Svg(content: string.Concat(Enumerable.Repeat("<script/>", 50_000)))).Diagnostics, [.. Enumerable.Range(0, 10).Select(static i => $"CXP5004 a.svg(1,{105 + (9 * i)})")]));
        Quick(() => CompilationAssert.AreOnly(Read(folder, "b.svg", [.. Pictures.Svg()[..^6], .. new byte[10 * 1024 * 1024]]).Diagnostics, "CXP1023 b.svg"));
        Quick(() => Assert.Contains("nested", Assert.ContainsSingle(Read(folder, "c.svg", Pictures.Svg(content: string.Concat(Enumerable.Repeat("<g>", 1_000_000)))).Diagnostics).Message));
        foreach (string hostile in (string[])["/*", "@namespace", "url(", "@imp", "url( \"", "/*/"])
        {
            Quick(() => Read(folder, "d.svg", Pictures.Svg(content: $"<style>{string.Concat(Enumerable.Repeat(hostile, 1_000_000 / hostile.Length))}</style>")));
        }

        Quick(() => Read(folder, "e.svg", Encoding.UTF8.GetBytes($"<!DOCTYPE svg [{string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"<!ENTITY a{i} '&a{i - 1};&a{i - 1};'>"))}]><svg xmlns='http://www.w3.org/2000/svg'/>")));
        Quick(() => Read(folder, "f.svg", Pictures.Svg(string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"xmlns:a{i}='b' a{i}='c' ")))));
    }

    [TestMethod]
    public void OnlyTheHeadOfALargePictureIsRead()
    {
        using var folder = new PluginFolder();
        folder.Write("a.png", Pictures.Png(64, 64));
        using (FileStream large = File.OpenWrite(folder.FullPath("a.png")))
        {
            large.SetLength(100_000_000);
        }

        folder.Write("a.jpg", [0xFF, 0xD8, .. Enumerable.Repeat((byte)0xFF, 1_000_000)]);
        Read(folder, "a.png", null);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Quick(() => CompilationAssert.AreOnly(Read(folder, "a.png", null).Diagnostics));
        Quick(() => CompilationAssert.AreOnly(Read(folder, "a.jpg", null).Diagnostics, "CXP5002 a.jpg"));
        Assert.IsLessThan(1_000_000L, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    [DataRow("png")]
    [DataRow("jpg")]
    [DataRow("VP8 ")]
    [DataRow("VP8L")]
    [DataRow("VP8X")]
    [DataRow("svg")]
    public void NoPictureStopsTheCompiler(string kind)
    {
        byte[] good = kind switch
        {
            "png" => Pictures.Png(64, 64),
            "jpg" => Pictures.Jpeg(64, 64),
            "svg" => Pictures.Svg("width='10mm' height='1' viewBox='0 0 1 1'", "<style>a{fill:url(#b)}</style><image xlink:href='data:image/png;x'/><foreignObject> </foreignObject>&#65;<![CDATA[x]]><?a b?>"),
            _ => Pictures.WebP(kind, 64, 64),
        };
        string name = kind is "png" or "jpg" or "svg" ? $"a.{kind}" : "a.webp";
        using var folder = new PluginFolder();
        for (int length = 0; length < good.Length; length++)
        {
            Quick(() => Read(folder, name, good[..length]));
        }

        var random = new Random(20261122);
        for (int i = 0; i < 2000; i++)
        {
            byte[] mutated = [.. good];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                mutated[random.Next(mutated.Length)] = random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => good[random.Next(good.Length)], _ => (byte)random.Next(256) };
            }

            Quick(() =>
            {
                FileFacts facts = Read(folder, name, mutated);
                Assert.IsNotNull(facts.Image);
                Assert.IsTrue(facts.Diagnostics.All(static found => !found.ToString().Contains('\n', StringComparison.Ordinal)));
            });
        }
    }

    private static void Quick(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        Assert.IsLessThan(TimeSpan.FromSeconds(2), watch.Elapsed);
    }

    private static FileFacts Read(PluginFolder folder, string name, byte[]? content)
    {
        if (content is not null)
        {
            folder.Write(name, content);
        }

        var file = new FileInfo(folder.FullPath(name));
        return ImageReader.Read(new SourceEntry(name, file.FullName, IsDirectory: false, FileStamp.Of(file)));
    }
}

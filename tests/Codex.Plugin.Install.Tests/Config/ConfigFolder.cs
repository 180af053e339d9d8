using System.Text;
using Codex.Plugin.Install.Config;

namespace Codex.Plugin.Install.Tests.Config;

/// <summary>A <c>config.toml</c> in a folder of its own.</summary>
internal sealed class ConfigFolder : IDisposable
{
    public ConfigFolder(string? text = null)
    {
        if (text is not null)
        {
            Write(text);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("codex-config-").FullName;

    public string File => Path.Combine(Folder, "config.toml");

    public string Text => Encoding.UTF8.GetString(System.IO.File.ReadAllBytes(File));

    /// <summary>What an edit makes of a text; the file is written and read again.</summary>
    public static string Edit(string text, Action<CodexConfig> edit)
    {
        using var folder = new ConfigFolder(text);
        CodexConfig.Edit(folder.File, edit);
        return folder.Text;
    }

    public static CodexConfig Read(string text)
    {
        using var folder = new ConfigFolder(text);
        return CodexConfig.Load(folder.File);
    }

    /// <summary>The finding of an edit that fails, with its place as <c>config.toml(1,2)</c>; the file must be as it was.</summary>
    public static string Refused(string text, Action<CodexConfig> edit)
    {
        using var folder = new ConfigFolder(text);
        CodexConfigException exception = Assert.ThrowsExactly<CodexConfigException>(() => CodexConfig.Edit(folder.File, edit));
        Assert.AreEqual(text, folder.Text);
        Assert.DoesNotContain('\n', exception.Diagnostic.Message);
        return exception.Diagnostic.Descriptor.Id + " " + exception.Diagnostic.Location.ToString().Replace(folder.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal) + ": " + exception.Message;
    }

    public void Write(string text) => System.IO.File.WriteAllBytes(File, Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

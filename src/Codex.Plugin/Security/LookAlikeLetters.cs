using System.Collections.Frozen;

namespace Codex.Plugin.Security;

/// <summary>Letters of other scripts, and the Latin ones that they look like in most fonts.</summary>
internal static class LookAlikeLetters
{
    /// <summary>The Latin letter by the code of the other one. Small letters and capitals, as they are written.</summary>
    public static FrozenDictionary<int, char> Latin { get; } = Table(
        // Cyrillic
        "а=a е=e о=o р=p с=c у=y х=x і=i ј=j ѕ=s ԁ=d ԛ=q ԝ=w һ=h ӏ=l к=k ё=e ї=i ү=y А=A В=B Е=E К=K М=M Н=H О=O Р=P С=C Т=T У=Y Х=X І=I Ј=J Ѕ=S Ԍ=G Ү=Y Ӏ=I "
        // Greek
        + "α=a ο=o ν=v ι=i ρ=p υ=u κ=k γ=y χ=x ϲ=c ϳ=j Α=A Β=B Ε=E Ζ=Z Η=H Ι=I Κ=K Μ=M Ν=N Ο=O Ρ=P Τ=T Υ=Y Χ=X Ϲ=C "
        // Armenian and Cherokee
        + "օ=o ս=u հ=h ո=n ց=g զ=q յ=j Օ=O Տ=S Ꭰ=D Ꭱ=R Ꭲ=T Ꭺ=A Ꭻ=J Ꭼ=E Ꮃ=W Ꮇ=M Ꮋ=H Ꮐ=G Ꮓ=Z Ꮞ=4 Ꮢ=R Ꮤ=W Ꮪ=S Ꮮ=L Ꮯ=C Ꮲ=P Ꮶ=K Ᏼ=B");

    private static FrozenDictionary<int, char> Table(string pairs) =>
        pairs.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenDictionary(static pair => char.ConvertToUtf32(pair, 0), static pair => pair[^1]);
}

namespace Codex.Plugin.Read;

/// <summary>The names of Unicode properties (16.0) that <c>\p{...}</c> takes in Rust's crate regex; those of .NET are others.</summary>
internal static class UnicodeProperties
{
    private static readonly HashSet<string> s_categories = Names(
        """
        any ascii assigned c casedletter cc cf closepunctuation cn cntrl co combiningmark connectorpunctuation control cs currencysymbol dashpunctuation
        decimalnumber digit enclosingmark finalpunctuation format initialpunctuation l lc letter letternumber lineseparator ll lm lo lowercaseletter lt lu m
        mark mathsymbol mc me mn modifierletter modifiersymbol n nd nl no nonspacingmark number openpunctuation other otherletter othernumber otherpunctuation
        othersymbol p paragraphseparator pc pd pe pf pi po privateuse ps punct punctuation s sc separator sk sm so spaceseparator spacingmark surrogate symbol
        titlecaseletter unassigned uppercaseletter z zl zp zs
        """);

    private static readonly HashSet<string> s_scripts = Names(
        """
        adlam adlm aghb ahom anatolianhieroglyphs arab arabic armenian armi armn avestan avst bali balinese bamu bamum bass bassavah batak batk beng bengali
        bhaiksuki bhks bopo bopomofo brah brahmi brai braille bugi buginese buhd buhid cakm canadianaboriginal cans cari carian caucasianalbanian chakma cham
        cher cherokee chorasmian chrs common copt coptic cpmn cprt cuneiform cypriot cyprominoan cyrillic cyrl deseret deva devanagari diak divesakuru dogr
        dogra dsrt dupl duployan egyp egyptianhieroglyphs elba elbasan elym elymaic ethi ethiopic gara garay geor georgian glag glagolitic gong gonm goth
        gothic gran grantha greek grek gujarati gujr gukh gunjalagondi gurmukhi guru gurungkhema han hang hangul hani hanifirohingya hano hanunoo hatr hatran
        hebr hebrew hira hiragana hluw hmng hmnp hung imperialaramaic inherited inscriptionalpahlavi inscriptionalparthian ital java javanese kaithi kali kana
        kannada katakana kawi kayahli khar kharoshthi khitansmallscript khmer khmr khoj khojki khudawadi kiratrai kits knda krai kthi lana lao laoo latin latn
        lepc lepcha limb limbu lina linb lineara linearb lisu lyci lycian lydi lydian mahajani mahj maka makasar malayalam mand mandaic mani manichaean marc
        marchen masaramgondi medefaidrin medf meeteimayek mend mendekikakui merc mero meroiticcursive meroitichieroglyphs miao mlym modi mong mongolian mro
        mroo mtei mult multani myanmar mymr nabataean nagm nagmundari nand nandinagari narb nbat newa newtailue nko nkoo nshu nushu nyiakengpuachuehmong ogam
        ogham olchiki olck oldhungarian olditalic oldnortharabian oldpermic oldpersian oldsogdian oldsoutharabian oldturkic olduyghur olonal onao oriya orkh
        orya osage osge osma osmanya ougr pahawhhmong palm palmyrene pauc paucinhau perm phag phagspa phli phlp phnx phoenician plrd prti psalterpahlavi qaac
        qaai rejang rjng rohg runic runr samaritan samr sarb saur saurashtra sgnw sharada shavian shaw shrd sidd siddham signwriting sind sinh sinhala sogd
        sogdian sogo sora sorasompeng soyo soyombo sund sundanese sunu sunuwar sylo sylotinagri syrc syriac tagalog tagb tagbanwa taile taitham taiviet takr
        takri tale talu tamil taml tang tangsa tangut tavt telu telugu tfng tglg thaa thaana thai tibetan tibt tifinagh tirh tirhuta tnsa todhri todr toto
        tulutigalari tutg ugar ugaritic unknown vai vaii vith vithkuqi wancho wara warangciti wcho xpeo xsux yezi yezidi yi yiii zanabazarsquare zanb zinh
        zyyy zzzz
        """);

    private static readonly HashSet<string> s_flags = Names(
        """
        ahex asciihexdigit alpha alphabetic bidic bidicontrol bidim bidimirrored cased casedignorable caseignorable ci changeswhencasefolded
        changeswhencasemapped changeswhenlowercased changeswhentitlecased changeswhenuppercased cwcf cwcm cwl cwt cwu dash defaultignorablecodepoint dep
        deprecated di dia diacritic ebase ecomp emod emoji emojicomponent emojimodifier emojimodifierbase emojipresentation epres ext extendedpictographic
        extender extpict graphemebase graphemeextend grbase grext hex hexdigit idc idcontinue ideo ideographic ids idsb idsbinaryoperator idst idstart
        idstrinaryoperator joinc joincontrol loe logicalorderexception lower lowercase math nchar noncharactercodepoint patsyn patternsyntax patternwhitespace
        patws pcm prependedconcatenationmark qmark quotationmark radical regionalindicator ri sd sentenceterminal softdotted space sterm term
        terminalpunctuation uideo unifiedideograph upper uppercase variationselector vs whitespace wspace xidc xidcontinue xids xidstart
        """);

    /// <summary>Whether it is a category, a script, a property that characters have or have not, or <c>PROPERTY=VALUE</c>.</summary>
    public static bool IsKnown(string written)
    {
        string name = Plain(written);
        int sign = name.AsSpan().IndexOfAny('=', ':');
        if (sign < 0)
        {
            return IsSingle(name) || (name.StartsWith("is", StringComparison.Ordinal) && IsSingle(name[2..]));
        }

        string value = name[(sign + 1)..];
        return name[..sign].TrimEnd('!') switch
        {
            "gc" or "generalcategory" => s_categories.Contains(value),
            "sc" or "script" or "scx" or "scriptextensions" => s_scripts.Contains(value),
            "age" or "gcb" or "graphemeclusterbreak" or "wb" or "wordbreak" or "sb" or "sentencebreak" => value.Length > 0,
            _ => false,
        };
    }

    private static bool IsSingle(string name) => s_categories.Contains(name) || s_scripts.Contains(name) || s_flags.Contains(name);

    private static string Plain(string name) => string.Concat(name.Where(static c => c is not (' ' or '_' or '-'))).ToLowerInvariant();

    private static HashSet<string> Names(string text) => [.. text.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)];
}

// Writes fixture.jsonl: what a .NET makes of patterns, dates and letter case. See README.md.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

static class Fixture
{
    static readonly string[] Patterns = {
        @"\d+", @"\w+", @"\s+", @"\bé\b", @"\B.", @".+", @"a$", @"a\z", @"a\Z", @"^a", @"(?m)^a$", @"(?s)a.b", @"(?m)$",
        @"(?<first>a)(b)(?'second'c)?", @"(a)(?<n>b)\k<n>", @"(.)\1", @"(?i)STRASSE|straße", @"(?i)(a)\1", @"a(?i)b(?-i)c",
        @"(?x) a b # comment", @"(?n)(a)(?<x>b)", @"(?<=\d+x*)y", @"(?<!a)b", @"(?<=(a+)(b?))c", @"\w+(?=@)", @"^(?!.*admin).*$",
        @"(?>a+)ab", @"(?>a+)b", @"^(<)?a(?(1)>|!)", @"(?(?=\d)\d{2}|[a-z]+)", @"a{2,3}?", @"a{2,}", @"a{,2}", @"(a*)*b", @"(?:a|b??)*c",
        @"(a|ab)(c|bcd)(d*)", @"[a-z-[aeiou]]+", @"[^\w\s]+", @"[]a]+", @"[\p{Lu}\d-]+", @"\P{L}+", @"\p{IsGreek}+", @"[\w-a]+",
        @"(?i)[A-C]+", @"(?i)[^a]", @"\x41\u0062\t?", @"\101", @"\0", @"[\b]", @"(?#comment)a", @"()|a", @"(a?)*?b", @"(?:(a)|b)*",
        @"(a)|(b)", @"((a)|(b))+", @"(\w+)\s(\w+)", @"(?<y>\d{4})-(?<m>\d\d)", @"[+\-]?\d+(?:\.\d+)?", @"^[^@]+@[^@]+$", @"\G\d", @"(?<3>a)(b)(?<n>c)",
        @"(?<=^|,)[^,]*", @"[()\s-]+", @"(?<Suffix>@(.)*)", @"(?<streetNumber>^\d*)", @"[a-zA-Z_]*", @"x*", @"(?!)", @"$^", @"a||b", @"[a-]", @"[--/]+",
        @"(?<=a)(?=b)", @"\p{Mn}+", @"[\u0300-\u036f]", @"(?i)\u212A", @"(?i)İ|ı", @"(?i)ς", @"\p{Cs}", @"[^\p{L}]+", @"(a+?)(a*)", @"(?<a>.)(?<a>.)",
        @"(", @")", @"[a", @"*a", @"a**", @"a++", @"a{2,1}", @"[b-a]", @"[a-\d]", @"\p{Greek}", @"\2(a)", @"\k<n>", @"\q", @"(?<1a>x)", @"(?P<n>x)", @"a\", @"(?:a", @"(?<>x)", @"\c", @"\x4",
        @"(?(1)a|b|c)", @"(?i", @"(?z)a", @"[]", @"[^]", @"{", @"a{", @"a{x}", @"x{0}", @"\p", @"\pL", @"(?<0>a)", @"\k", @"\8", @"(?<n>a)\1", @"}", @"]",
        @"\G", @"\Ga?", @"(?i)\p{Lu}+", @"(?i)\P{Ll}+", @"(?i)[^\p{Lt}]", @"a+(?#lazy)?", @"(?x)a+ ?", @"(?(n)a|b)*$",
    };

    static readonly string[] Inputs = {
        "", "a", "aaaab", "abc", "abbcd", "abcd", "STRASSE STRAßE", "a\n", "a\nb\r\na", "Zoë_é\u0301١ née é", "12xxy 3y", "abcb aabc",
        "me@there.example", "my admin", "<a> a!", "a{,2}", "x]a-b [z]", "aB-1c ÀÇ", "abγδ Ω", "A b\tAb\0\b", "2024-02-29,x,,y", "+1 (999) 888-7777",
        "jsmith@contoso.com", "545 Tremont Street", "john_doe72", "kK\u212A iIİı σςΣ", "a😀b", "-12.5 +3", "\u0085\u3000\u00a0\u2028",
    };

    static readonly string[] Replacements = { "[$0]", "$1$2", "${n}$$", "<$&|$`|$'|$+|$_>", "$10$9", "${nobody}$", "${1}x", "$-1" };

    static readonly string[] DateFormats = {
        "yyyy-MM-dd", "yyyy-MM-ddzzz", "yyyyMMddHHmmss.fZ", "M/d/yyyy h:mm:ss tt", "M/d/yy h:m t", "dd MMM yyyy", "ddd d MMM yy", "dddd, MMMM dd", "yyyy-MM-ddTHH:mm:ss.fffffffK",
        "HH:mm", "hh:mm tt", "yyyy'year'MM", "yyyy\\dMM", "o", "s", "u", "r", "d", "D", "g", "G", "F", "f", "t", "T", "y", "m", "yyyy-MM-dd HH:mm:ss.FFF", "%d", "%h", "%K", "zz z zzz", "y yy yyy yyyyy",
        "f ff fff ffff fffff ffffff", "F FF FFF FFFF FFFFF FFFFFF FFFFFFF", "MM MMM MMMM M", "d dd ddd dddd", "h hh H HH", "t tt", "g gg", "'open", "x", "ffffffff", "%%", "yyyy%", "\\", "yyyy-M-d", "M-d-yyyy HH:mm:ssK", "yyyyMMdd",
    };

    static readonly string[] DateTexts = {
        "2020-12-31", "2020-12-31-08:00", "2020-12-31+14:00", "20150123105347.1Z", "3/16/2020 7:00:00 AM", "12/31/1999 12:00:00 PM", "12/31/1999 12:00:00 AM", "5/3/24 1:2 P", "29 Feb 2024", "30 Feb 2024", "Thu 29 Feb 24", "Fri 29 Feb 24",
        "2024-02-29T10:20:30.1234567Z", "2024-02-29T10:20:30.1234567+02:00", "2024-02-29T10:20:30.1234567", "23:59", "12:00 AM", "13:00 PM", "2024year02", "2024d02", "2024-02-29T10:20:30", "2024-02-29 10:20:30Z", "Thu, 29 Feb 2024 10:20:30 GMT",
        "02/29/2024", "Thursday, 29 February 2024", "2024-02-29 10:20:30.5", "2024-02-29 10:20:30", " 2024-02-29 ", "2024-2-29", "2024-02-9", "20240229", "1969-07-20", "0001-01-01", "9999-12-31", "2-9-2024 01:02:03+01:30", "2-9-2024 01:02:03Z", "2-9-2024 01:02:03", "2 9 2024", "",
    };

    static readonly string[] FreeDates = {
        "2020-03-16-07:00", "2020-03-16Z", "2021-06-30+08:00", "2009-06-15T01:45:30-07:00", "2020-03-16 23:59", "2020-03-16T23:59:59.9999999+00:00", "2020-03-16T23:59:59.99999999Z", "3/16/2020", "3/16/2020 12:05:00 AM", "3/16/2020 5pm", "3/16/2020 5 PM", "16 March 2020", "16 Mar 2020 7:00", "Mar 16, 2020 7:00", "March 16, 2020",
        "Mon, 16 Mar 2020 07:00:00 GMT", "Tue, 16 Mar 2020 07:00:00 GMT", "2020-02", "2020/03/16", "3-16-2020", "3.16.2020", "3/16/20", "3/16/29", "3/16/30", "March 2020", "1969-12-31T23:59:59Z", "0001-01-01", "9999-12-31T23:59:59Z", "2000-02-29", "1900-02-29", "2021-02-29", "2020-13-01", "13/1/2020", "2020-01-01T25:00", "2020-01-01T10:00+15:00", "0001-01-01+01:00",
        "2020-01-01 and more", "soon", "20200316", "2020-01-01T10:00:00.123+0200", "2020-01-01 10:00:00 -08:00", "2020-01-01T10:00:00z", "2020-01-01T10", "2020-1-1", "Monday, March 16, 2020", "16-Mar-2020", "2020 March 16", "2020-12-31 23:59:59-08:00", "12/31/2020 11:59:59 PM", "1/1/0001 12:00:00 AM", "2020-03-16T7:00", "  3/16/2020  ", "3/16/2020,", "", "5", "2020", "12:00:60 1/1/2020", "2020-01-01T24:00:00", "1/2/3", "01/02/2003 3:4:5 p", "03/2020", "3-2020", "Jun. 14, 1978",
    };

    static readonly string[] Texts = {
        "", "hello world", "PABLO GONSALVES (SECOND)", "pinto-de'silva", "o'neill 2nd 1st a1b2c", "d'artagnan's 'quoted' word", "jean_luc picard.smith@x", "ǆ ǉ ǌ ǳ ǆungla", "straße ﬁn ŉ ǰ ᾳ", "ΟΔΥΣΣΕΥΣ ΟΔΟΣ", "ıIiİ DIYARBAKIR izmir", "école ÉCOLE e\u0301COLE", "𐐨𐐀 x", "a\u200db a\u00adb", "ａｂＣ ⅳ ⓐ", "mcdonald MCDONALD mcDonald", "½half ²two x²y", "中文 abc漢字def", "İstanbul", "ſ K Å µ ÿ ß ẞ",
        "«guillemets» “quotes” ‘single’ it’s", "a$b+c=d|e~f^g`h¨i", "tab\tnew\nline",
    };

    static readonly string[] Cultures = { "", "en-US", "tr-TR", "az-Latn-AZ", "lt-LT", "de-DE", "el-GR" };

    static readonly StringBuilder json = new StringBuilder();

    static string Quote(string text)
    {
        if (text == null) return "null";
        var quoted = new StringBuilder("\"");
        foreach (var unit in text)
            if (unit == '"' || unit == '\\') quoted.Append('\\').Append(unit);
            else if (unit < ' ' || unit > '~') quoted.AppendFormat("\\u{0:x4}", (int)unit);
            else quoted.Append(unit);
        return quoted.Append('"').ToString();
    }

    /** One line a case: an array that starts with the section's name. */
    static void Section(string name, IEnumerable<string> rows)
    {
        foreach (var row in rows) json.Append("[").Append(Quote(name)).Append(",").Append(row, 1, row.Length - 1).Append("\n");
    }

    static string Try(Func<string> make)
    {
        try { return make(); } catch (ArgumentException) { return "null"; } catch (FormatException) { return "null"; }
    }

    static IEnumerable<string> Matches()
    {
        foreach (var pattern in Patterns)
        {
            Regex regex = null;
            try { regex = new Regex(pattern, RegexOptions.CultureInvariant); } catch (ArgumentException) { }
            if (regex == null) { yield return "[" + Quote(pattern) + "]"; continue; }
            foreach (var input in Inputs)
            {
                var all = new List<string>();
                foreach (Match match in regex.Matches(input))
                {
                    var groups = new List<string>();
                    foreach (var number in regex.GetGroupNumbers())
                    {
                        var group = match.Groups[number];
                        groups.Add(group.Success ? "[" + number + "," + group.Index + "," + (group.Index + group.Length) + "]" : "[" + number + "]");
                    }
                    all.Add("[" + string.Join(",", groups) + "]");
                }
                yield return "[" + Quote(pattern) + "," + Quote(input) + ",[" + string.Join(",", all) + "]]";
            }
        }
    }

    static IEnumerable<string> Replaced()
    {
        foreach (var pattern in new[] { @"(\w)(\d)?", @"(?<n>b)|c", @"[a-z]*", @"(?<=(a))b" })
            foreach (var input in new[] { "", "abc a1 b2", "aabb" })
                foreach (var replacement in Replacements)
                    yield return "[" + Quote(pattern) + "," + Quote(input) + "," + Quote(replacement) + "," + Quote(new Regex(pattern, RegexOptions.CultureInvariant).Replace(input, replacement)) + "]";
    }

    static IEnumerable<string> ExactDates()
    {
        var styles = DateTimeStyles.RoundtripKind | DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite | DateTimeStyles.NoCurrentDateDefault;
        foreach (var format in DateFormats)
            foreach (var text in DateTexts)
                yield return "[" + Quote(format) + "," + Quote(text) + "," + Try(() =>
                {
                    var date = DateTime.ParseExact(text, format, CultureInfo.InvariantCulture, styles);
                    return "\"" + date.Ticks + "\"," + Quote(date.Kind.ToString().ToLowerInvariant());
                }) + "]";
    }

    static IEnumerable<string> WrittenDates()
    {
        foreach (var format in DateFormats)
            foreach (var ticks in new[] { 0L, 637134336000000000L, 638448708301234567L, 3155378975999999999L, 621355967995000000L })
                foreach (var kind in new[] { DateTimeKind.Utc, DateTimeKind.Local, DateTimeKind.Unspecified })
                    yield return "[" + Quote(format) + ",\"" + ticks + "\"," + Quote(kind.ToString().ToLowerInvariant()) + "," + Try(() => Quote(new DateTime(ticks, kind).ToString(format, CultureInfo.InvariantCulture))) + "]";
    }

    static IEnumerable<string> ReadDates()
    {
        foreach (var text in FreeDates)
            yield return "[" + Quote(text) + "," + Try(() => "\"" + DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).Ticks + "\"") + "]";
    }

    static IEnumerable<string> Cased()
    {
        foreach (var text in Texts)
            foreach (var name in Cultures)
            {
                var culture = CultureInfo.GetCultureInfo(name);
                yield return "[" + Quote(text) + "," + Quote(name) + "," + Quote(text.ToLower(culture)) + "," + Quote(text.ToUpper(culture)) + "]";
            }
    }

    static IEnumerable<string> Titled()
    {
        foreach (var text in Texts)
            yield return "[" + Quote(text) + "," + Quote(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant())) + "]";
    }

    static void Main()
    {
        Section("matches", Matches());
        Section("replaced", Replaced());
        Section("exactDates", ExactDates());
        Section("writtenDates", WrittenDates());
        Section("readDates", ReadDates());
        Section("cased", Cased());
        Section("titled", Titled());
        Console.Write(json);
    }
}

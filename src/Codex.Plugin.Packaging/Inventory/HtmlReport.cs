using System.Net;
using System.Text;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>The report as one HTML file that needs nothing else, runs nothing and prints. No text of a plugin becomes anything but text.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
        body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
        th, td { border: 1px solid #8888; padding: .3rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        th { background: #8882; }
        section { margin-top: 2.5rem; }
        @media print { body { max-width: none; margin: 0; } tr { break-inside: avoid; } h2 { break-after: avoid; } }
        """;

    public static byte[] ToBytes(InventoryReport report)
    {
        var text = new StringBuilder();
        Line("<!DOCTYPE html>");
        Line("<html lang=\"en\">");
        Line("<head>");
        Line("<meta charset=\"utf-8\">");
        Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");

        // Whatever slipped through would still load and run nothing.
        Line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        Line($"<title>{Escape(report.Title)}</title>");
        Line($"<style>\n{Style.ReplaceLineEndings("\n")}\n</style>");
        Line("</head>");
        Line("<body>");
        Line($"<h1>{Escape(report.Title)}</h1>");
        Line($"<p>{Escape(report.Text)}</p>");
        foreach (ReportSection section in report.Sections)
        {
            Line("<section>");
            Line($"<h2>{Escape(section.Title)}</h2>");
            foreach (ReportTable table in section.Tables)
            {
                Line("<table>");
                Line($"<thead><tr>{Cells("th", table.Header)}</tr></thead>");
                Line("<tbody>");
                foreach (IReadOnlyList<string> row in table.Rows)
                {
                    Line($"<tr>{Cells("td", row)}</tr>");
                }

                Line("</tbody>");
                Line("</table>");
            }

            Line("</section>");
        }

        Line("</body>");
        Line("</html>");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static string Cells(string element, IEnumerable<string> cells) => string.Concat(cells.Select(cell => $"<{element}>{Escape(cell)}</{element}>"));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}

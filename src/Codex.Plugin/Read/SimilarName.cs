namespace Codex.Plugin.Read;

/// <summary>"Did you mean": the allowed name that a misspelt one was most likely meant to be.</summary>
internal static class SimilarName
{
    /// <summary>The most similar of the names, or null where none is similar enough to be worth saying.</summary>
    public static string? Find(string written, IEnumerable<string> allowed)
    {
        string plain = Plain(written);
        string? best = null;
        int bestDistance = Math.Max(1, plain.Length / 3) + 1;
        foreach (string name in allowed)
        {
            int distance = Distance(plain, Plain(name));
            if (distance < bestDistance)
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    // 'httpHeaders' and 'http-headers' are spellings of 'http_headers'.
    private static string Plain(string name) =>
        string.Concat(name.Take(64).Where(static c => c is not ('_' or '-' or ' '))).ToLowerInvariant();

    /// <summary>The number of letters to insert, remove, replace or swap (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var distances = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }

                int best = Math.Min(Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1, distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, distances[i - 2, j - 2] + 1);
                }

                distances[i, j] = best;
            }
        }

        return distances[a.Length, b.Length];
    }
}

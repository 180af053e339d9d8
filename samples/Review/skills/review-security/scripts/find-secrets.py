#!/usr/bin/env python3
"""Reads a unified diff and reports added lines that look like secrets.

usage: git -c core.quotePath=false diff --unified=0 main...HEAD | find-secrets.py
Prints "file:line: kind: first characters of a long value". Exit code 1 when something was found.
"""
import re
import sys

KINDS = [
    ("private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})")),
    ("AWS access key", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("JSON web token", re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}")),
    ("password in a URL", re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:([^\s/@]{3,})@")),
    ("password in a connection string", re.compile(r"(?i)\b(?:password|pwd|accountkey)=([^;\"'\s]{6,})")),
    ("assigned secret", re.compile(r"(?i)(?:secret|token|api_?key|password)\w*[\"']?\s*[:=]\s*[\"']([^\"'\s]{12,})[\"']")),
]

# Values that only name where the secret comes from.
PLACEHOLDER = re.compile(r"^[<{$%]|(?i:example|placeholder|changeme|your[-_])")


def hidden(value):
    # Long tokens begin with a public prefix that helps to find them; of a password nothing is shown.
    return value[:4] + "..." if len(value) >= 20 else "..."


def added_lines(diff):
    path, number, left, right = "?", 0, 0, 0
    for line in diff:
        line = line.rstrip("\n")
        if left > 0 or right > 0:
            # Inside a hunk the counts decide, so that an added "++ x" is not taken for a file header.
            if line.startswith("+"):
                yield path, number, line[1:]
                number += 1
                right -= 1
            elif line.startswith("-"):
                left -= 1
            elif not line.startswith("\\"):
                number += 1
                left -= 1
                right -= 1
        elif line.startswith("+++ "):
            path = re.sub(r"^b/", "", line[4:].rstrip("\t"))
        else:
            hunk = re.match(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line)
            if hunk:
                left = int(hunk.group(1) or 1)
                number = int(hunk.group(2))
                right = int(hunk.group(3) or 1)


def main():
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    found = 0
    for path, number, text in added_lines(sys.stdin):
        for kind, pattern in KINDS:
            match = pattern.search(text)
            if not match:
                continue
            value = match.group(match.lastindex or 0)
            if PLACEHOLDER.search(value):
                continue
            print(f"{path}:{number}: {kind}: {hidden(value)}")
            found += 1
            break
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/bin/sh
# Prints one line about the branch; Codex adds it to the session. Reads only, and never fails the session.

git rev-parse --is-inside-work-tree >/dev/null 2>&1 || exit 0

branch=$(git symbolic-ref --quiet --short HEAD) || branch='no branch (detached HEAD)'
changed=$(git status --porcelain 2>/dev/null | wc -l | tr -d ' ')

echo "Git: $branch, $changed uncommitted file(s)."

#!/bin/sh
# Lists what the current branch changes, uncommitted work included: added, removed, path (tab-separated).
# usage: changed-files.sh [base]
set -eu

base=${1:-}
if [ -z "$base" ]; then
  for candidate in origin/HEAD origin/main origin/master main master; do
    if git rev-parse --verify --quiet "$candidate^{commit}" >/dev/null; then
      base=$candidate
      break
    fi
  done
fi
if [ -z "$base" ]; then
  echo 'No base branch found. Name it: changed-files.sh <base>' >&2
  exit 2
fi

start=$(git merge-base "$base" HEAD)
echo "# base $base, from $(git rev-parse --short "$start")"
git -c core.quotePath=false diff --numstat "$start" --

# Files that git does not know yet have no diff; they are part of the work all the same.
# Listed from the root, as the diff above is, wherever the script was called.
cd "$(git rev-parse --show-toplevel)"
git -c core.quotePath=false ls-files --others --exclude-standard | while IFS= read -r path; do
  printf 'new\t-\t%s\n' "$path"
done

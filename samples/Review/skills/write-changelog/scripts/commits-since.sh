#!/bin/sh
# Lists the commits since a release, oldest first: short hash, date, subject (tab-separated).
# usage: commits-since.sh [tag or commit]
set -eu

start=${1:-}
if [ -z "$start" ]; then
  # The highest version in this branch's history; previews (1.2.0-beta) are not releases.
  start=$(git tag --merged HEAD --sort=-version:refname | grep -E '^v?[0-9]+(\.[0-9]+)+$' | head -n 1 || true)
fi
if [ -z "$start" ]; then
  echo 'No version tag found. Name a start: commits-since.sh <tag or commit>' >&2
  exit 2
fi

git rev-parse --verify --quiet "$start^{commit}" >/dev/null || {
  echo "Not a tag or commit: $start" >&2
  exit 2
}

echo "# since $start"
git log --no-merges --reverse --date=short --format='%h%x09%ad%x09%s' "$start..HEAD"

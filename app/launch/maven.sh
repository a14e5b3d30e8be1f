#!/bin/sh
# Runs Maven quietly: progress on stderr, the full log in target/, one plain line when it fails.
# usage: maven.sh build|test ROOT MAVEN ARGUMENT...    (exit code: Maven's, or 3 when it cannot work)
set -eu

task=$1
root=$2
maven=$3
shift 3
. "$root/app/launch/say.sh"

cd "$root"
log=$root/target/$task.log
{ mkdir -p "$root/target" && (: >"$log"); } 2>/dev/null || stop "cannot write $log"
started=$(date +%s)

# One line that is refreshed on a terminal; elsewhere a line for each module under test, and for a
# build only its beginning and its end.
show_progress() {
  shown=
  while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
      '[INFO] Building '*'['*/*']') ;;
      *) continue ;;
    esac
    count=${line##*[}
    count=${count%]}
    name=${line#'[INFO] Building '}
    name=${name%% *}
    if [ -t 2 ]; then
      printf '\r\033[Kpenstock: %s %s %s' "$task" "$count" "$name" >&2
    elif [ "$task" = test ]; then
      say "test $count $name"
    elif [ -z "$shown" ]; then
      say "building ${count#*/} modules"
      shown=yes
    fi
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

has() {
  grep -E -q "$1" "$log"
}

# A full disk may have swallowed the very line of the log that says so.
is_disk_full() {
  has 'No space left on device|Disk quota exceeded' ||
    df -Pk "$root" 2>/dev/null | awk 'NR == 2 && $4 < 20000 { full = 1 } END { exit !full }'
}

# What Maven says in a page, in a line. Where tests failed, their messages may say anything.
explain() {
  if has '^\[ERROR\] Tests run:'; then
    say "the $task failed (full log: $log)"
  elif is_disk_full; then
    say "no disk space left: free about 1 GB and try again (full log: $log)"
  elif has '^\[(ERROR|FATAL)\].*(Could not (transfer|resolve|find) |Cannot access .* in offline mode)'; then
    missing=$(sed -E -n 's/.*(Could not transfer|Could not find|Cannot access .* artifact) (artifact )?([^ ]*:[^ ]*).*/\3/p' "$log" | head -n 1)
    say "no network: Maven cannot download ${missing:-what it needs}: check the connection," \
      "or the mirror in Maven's settings.xml (full log: $log)"
  else
    sed -E -n '/^\[ERROR\] *$/d
      /^\[ERROR\] +(To see|Re-run|For more|After correcting|mvn|->|\[Help)/d
      s/^\[WARNING\] ([^ ]*\.java:\[)/  \1/p
      s/^\[ERROR\] /  /p' "$log" | head -n 20 >&2
    say "the $task failed (full log: $log)"
  fi
}

# POSIX sh has no pipefail: Maven's exit code goes through a file.
code_file=$root/target/$task.code
{
  code=0
  "$maven" -B -f "$root/pom.xml" "$@" 2>&1 || code=$?
  printf '%s\n' "$code" >"$code_file"
} | show_progress >"$log"
code=$(cat "$code_file" 2>/dev/null) || code=3
rm -f "$code_file"

if [ "$code" -eq 0 ]; then
  [ "$task" != build ] || say "built in $(($(date +%s) - started)) s"
else
  explain
fi
exit "$code"

# How the launcher speaks: one line on stderr, so that stdout belongs to the command alone.

say() {
  printf 'penstock: %s\n' "$*" >&2
}

# Exit 3 says: nothing was run, so there is no statement about what was asked.
stop() {
  say "$*"
  exit 3
}

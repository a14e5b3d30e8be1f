# Builds a module, and what it stands on, when sources are newer than the build.

MAVEN_MIN=3.8.7

# A cold build writes about 300 MB into the local repository and the target folders.
DISK_FREE_KB_MIN=400000

build_when_needed() {
  stamp=$root/$1/target/build.stamp
  if [ -f "$stamp" ] && [ -f "$root/$1/target/dist/$2" ] && [ -z "$(first_newer_than "$stamp")" ]; then
    return 0
  fi
  find_maven
  require_disk
  # Made before the build: what is edited during the build is newer, and is built next time.
  { mkdir -p "$root/$1/target" && (: >"$stamp.next"); } 2>/dev/null ||
    stop "cannot write to $root/$1/target"
  JAVA_HOME=$jdk sh "$root/app/launch/maven.sh" build "$root" "$maven" \
    -T 1C -pl "$1" -am -Dmaven.test.skip=true -Dspotless.check.skip=true package || exit 3
  forget_caches "$root/$1/target"
  mv "$stamp.next" "$stamp"
}

# The first thing of the product that is newer than the stamp. A file that went away shows in its
# folder's own time; test sources do not count, for they are not in what runs.
first_newer_than() {
  (cd "$root" && find . \
    \( -name target -o -name node_modules -o -name .git -o -path '*/src/test' -o -path ./it \) \
    -prune -o \
    \( -path '*/src' -o -path '*/src/*' -o -name pom.xml -o -name 'package*.json' \
    -o -path './.mvn/*' \) -newer "$1" -print 2>/dev/null) | head -n 1
}

# Sets maven to a Maven that is new enough, or stops.
find_maven() {
  [ -z "${maven-}" ] || return 0
  candidate=$(command -v mvn 2>/dev/null) || candidate=
  for home in ${MAVEN_HOME:+"$MAVEN_HOME"} ${M2_HOME:+"$M2_HOME"} \
    "${HOME:-/nonexistent}/.sdkman/candidates/maven/current"; do
    [ -n "$candidate" ] || [ ! -x "$home/bin/mvn" ] || candidate=$home/bin/mvn
  done
  how="install Maven $MAVEN_MIN or newer (Debian: apt install maven, macOS: brew install maven)"
  [ -n "$candidate" ] || stop "no Maven found: $how"
  version=$(JAVA_HOME=$jdk "$candidate" --version 2>/dev/null |
    sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || stop "$candidate does not tell its version: $how"
  is_version_at_least "$version" "$MAVEN_MIN" || stop "Maven $version is too old: $how"
  maven=$candidate
  export PENSTOCK_MAVEN="$maven"
}

# Compares up to three numbers with points between them.
is_version_at_least() {
  old_ifs=$IFS
  IFS=.
  # shellcheck disable=SC2086 # the split at the points is wanted
  set -- ${1%.} 0 0 : $2 0 0
  IFS=$old_ifs
  have="$1 $2 $3"
  while [ "$1" != : ]; do shift; done
  shift
  want="$1 $2 $3"
  for wanted in $want; do
    held=${have%% *}
    have=${have#* }
    [ "$held" -eq "$wanted" ] || { [ "$held" -gt "$wanted" ]; return; }
  done
}

require_disk() {
  has_free_kb "$DISK_FREE_KB_MIN" ||
    stop "no disk space: $((free_kb / 1000)) MB free at $root, a build needs" \
      "$((DISK_FREE_KB_MIN / 1000)) MB: free some and try again"
}

# Sets free_kb; true too where nobody can say how much is free.
has_free_kb() {
  free_kb=$(df -Pk "$root" 2>/dev/null | awk 'NR == 2 { print $4 }')
  case $free_kb in
    '' | *[!0-9]*) return 0 ;;
  esac
  [ "$free_kb" -ge "$1" ]
}

# Finds a JDK: JAVA_HOME, then the folders where JDKs are usually installed, then java on the path.

JDK_MAJOR_MIN=25

# Sets jdk and jdk_version, or stops with the line that says how to get one.
find_jdk() {
  jdk=
  if [ -n "${JAVA_HOME-}" ] && jdk_fits "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    jdk_version=$fit_version
  else
    find_jdk_in_usual_folders
    [ -n "$jdk" ] || find_jdk_on_path
  fi
  [ -n "$jdk" ] || stop "no JDK $JDK_MAJOR_MIN or newer found: install one (Debian and others:" \
    "temurin-$JDK_MAJOR_MIN-jdk or openjdk-$JDK_MAJOR_MIN-jdk, macOS: brew install openjdk," \
    "anywhere: sdk install java) or set JAVA_HOME"
}

# The lowest version that fits wins: it is the one the product is tested with.
# PENSTOCK_JDK_FOLDERS, a list with colons, replaces the usual folders.
find_jdk_in_usual_folders() {
  found_major=
  set --
  if [ -n "${PENSTOCK_JDK_FOLDERS-}" ]; then
    old_ifs=$IFS
    IFS=:
    for folder in $PENSTOCK_JDK_FOLDERS; do
      set -- "$@" "$folder"/*
    done
    IFS=$old_ifs
  else
    home=${HOME:-/nonexistent}
    set -- /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/openjdk* /opt/java/* /opt/jdk* \
      /opt/*jdk* "$home"/.sdkman/candidates/java/* "$home"/.jdks/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home \
      "$home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
  fi
  for candidate in "$@"; do
    if jdk_fits "$candidate" && { [ -z "$found_major" ] || [ "$major" -lt "$found_major" ]; }; then
      jdk=$candidate
      jdk_version=$fit_version
      found_major=$major
    fi
  done
}

# What stands on the path may be a link, or a small program that finds the real one: ask it.
find_jdk_on_path() {
  command -v java >/dev/null 2>&1 || return 0
  candidate=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  if [ -n "$candidate" ] && jdk_fits "$candidate"; then
    jdk=$candidate
    jdk_version=$fit_version
  fi
}

# True for a folder with a JDK (a compiler, not only java) that is new enough; sets major and
# fit_version.
# Reads the release file instead of starting a JVM, which would cost a tenth of a second for each.
jdk_fits() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      JAVA_VERSION=*)
        fit_version=${line#JAVA_VERSION=}
        fit_version=${fit_version#\"}
        fit_version=${fit_version%%[!0-9A-Za-z.+_-]*}
        major=${fit_version%%[!0-9]*}
        [ -n "$major" ] && [ "$major" -ge "$JDK_MAJOR_MIN" ]
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

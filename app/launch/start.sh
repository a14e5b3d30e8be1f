# Chooses by which cache the JVM starts fast, and makes the start cache where there is none.
#
# The start cache (JEP 483, 514, 515) holds classes that are loaded and linked, and what the compiler
# should know. The JVM makes it from a rehearsal: a node's life in some seconds. It is made for one
# build and one JDK, and the JVM looks at both before it uses it. Nothing here stops a command: where
# the cache cannot be made, the JVM keeps an archive of loaded classes by itself, as before.

# What a rehearsal and the cache it makes take at most.
CACHE_DISK_FREE_KB_MIN=250000

# The heap grows from here when it must.
HEAP_START=48m

# What is new and mostly soon gone takes no more than this. A gateway makes much of it each second,
# and left alone the JVM would let it have three fifths of the heap.
HEAP_NEW_MAX=64m

# When collecting takes long, the heap grows in small steps: left alone, by a fifth of all that it
# may still have, and hardly ever back. The option is for experiments: a JVM without it goes on.
HEAP_STEP=0

# What runs java in place of this shell: exec, or nothing.
run=

# Sets start_option_1 and start_option_2 for java. Usage: choose_start TARGET_FOLDER JAR made|kept
choose_start() {
  start_option_1=-XX:+AutoCreateSharedArchive
  start_option_2=-XX:SharedArchiveFile=$1/classes.jsa
  choose_native "$1"
  starts=$1/start
  # Two JDKs may take turns: each has a cache of its own.
  cache=$starts/${jdk##*/}-$jdk_version.aot
  if [ "$3" = made ] && ! is_of "$2" "$cache" && ! is_of "$2" "$cache.failed"; then
    (make_cache "$2") || :
  fi
  if is_of "$2" "$cache"; then
    start_option_1=-XX:AOTMode=auto
    start_option_2=-XX:AOTCache=$cache
  fi
}

# Whether this was made of this jar and those beside it: what is older was made of others. The JVM
# compares them too, but not by every cache (see is_compared).
is_of() {
  [ -f "$2" ] || return 1
  for part in "$1" "${1%/*}"/lib/*.jar; do
    ! [ "$part" -nt "$2" ] || return 1
  done
}

# Libraries that are unpacked already: otherwise each start unpacks them into the temporary folder.
choose_native() {
  case $(uname -s -m 2>/dev/null) in
    'Linux x86_64') native=$1/native/linux-x86_64 ;;
    'Linux aarch64') native=$1/native/linux-aarch_64 ;;
    *) native= ;;
  esac
  [ -f "$native/libamazonCorrettoCryptoProvider.so" ] && [ -f "$native/libsqlitejdbc.so" ] || native=
}

# Java with the options of every run, which a cache must have been made with too; with run=exec in
# place of this shell. What the JVM says about caches is nothing an operator can act on. Left alone,
# the JVM begins with a sixty-fourth of the machine's memory, and fills it before it looks for room.
run_java() {
  if [ -n "$native" ]; then
    set -- -Dcom.amazon.corretto.crypto.provider.useExternalLib=true \
      "-Djava.library.path=$native" "-Dorg.sqlite.lib.path=$native" "$@"
  fi
  set -- "-Xms$HEAP_START" "-XX:MaxNewSize=$HEAP_NEW_MAX" -XX:+UseCompactObjectHeaders \
    -XX:+UnlockExperimentalVMOptions "-XX:G1ExpandByPercentOfAvailable=$HEAP_STEP" \
    -XX:+IgnoreUnrecognizedVMOptions "$@"
  set -- "-Xlog:cds*=off" "-Xlog:aot*=off" \
    -Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true \
    "-Dpenstock.root=$root" "$@"
  ${run-} "$jdk/bin/java" "$@"
}

# What was made from the jars before, and what failed with them.
forget_caches() {
  rm -rf "$1/start" 2>/dev/null || :
}

# Everything happens in one folder, which is the lock too; what is complete is moved out of it.
make_cache() {
  mkdir -p "$starts" 2>/dev/null && [ -w "$starts" ] || return 0
  making=$starts/making
  if ! mkdir "$making" 2>/dev/null; then
    maker=$(cat "$making/pid" 2>/dev/null) || maker=
    # Another call is at it, or was when it was ended; no rehearsal takes five minutes.
    { [ -n "$maker" ] && ! kill -0 "$maker" 2>/dev/null; } ||
      [ -n "$(find "$making" -maxdepth 0 -mmin +5 2>/dev/null)" ] || return 0
    rm -rf "$making"
    mkdir "$making" 2>/dev/null || return 0
  fi
  echo "$$" 2>/dev/null >"$making/pid" || :
  trap 'rm -rf "$making"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  began=$(date +%s)
  if has_room_for_cache && rehearse "$1" && is_compared "$1"; then
    mv "$making/cache.aot" "$cache"
    say "made the start cache in $(($(date +%s) - began)) s"
  else
    mv "$making/log" "$cache.failed" 2>/dev/null || { : >"$cache.failed"; } 2>/dev/null
    say "no start cache: starts take some seconds until the next build (log: $cache.failed)"
  fi
  trap - EXIT INT TERM HUP
  rm -rf "$making"
}

has_room_for_cache() {
  has_free_kb "$CACHE_DISK_FREE_KB_MIN" ||
    { echo "less than $((CACHE_DISK_FREE_KB_MIN / 1000)) MB free at $root" >"$making/log"; false; }
}

rehearse() {
  run_java "-XX:AOTCacheOutput=$making/cache.aot" \
    -cp "$1" dev.penstock.cli.Rehearsal "$making/data" >"$making/log" 2>&1
}

# JDK 25.0.3 keeps in some caches no word that classes of the application are in it, as in those of
# very small programs, and then compares no jar with them: it would run what was there before.
is_compared() {
  [ -s "$making/cache.aot" ] || return 1
  run_java "-XX:AOTCache=$making/cache.aot" -Xlog:class+path=info -jar "$1" version \
    >"$making/compared" 2>&1 || return 1
  grep -q 'app classpath validation: passed' "$making/compared" ||
    { echo "the JVM does not compare jars with this cache" >>"$making/log"; false; }
}

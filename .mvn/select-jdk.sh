# Sourced by ./mvnw before anything else. Exports JAVA_HOME = a JDK >= MVNW_MIN_JDK.
# Order: JAVA_HOME, then `javac` on PATH, then the newest JDK installed in the usual places.
MVNW_MIN_JDK=${MVNW_MIN_JDK:-21}

_jdk_major() { # prints the feature version of the JDK at $1, or nothing when it is not a JDK
  [ -x "$1/bin/javac" ] || return 0
  _v=
  [ -r "$1/release" ] && _v=$(sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release")
  [ -n "$_v" ] || _v=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \(1\.\)\{0,1\}\([0-9]*\).*/\2/p')
  printf '%s' "$_v"
}

_jdk_ok() {
  _m=$(_jdk_major "$1")
  [ -n "$_m" ] && [ "$_m" -ge "$MVNW_MIN_JDK" ]
}

_jdk_select() {
  if [ -n "${JAVA_HOME-}" ] && _jdk_ok "$JAVA_HOME"; then return 0; fi
  _c=$(command -v javac 2>/dev/null) || _c=
  if [ -n "$_c" ]; then
    _c=$(readlink -f "$_c" 2>/dev/null || printf '%s' "$_c")
    _c=$(dirname "$(dirname "$_c")")
    if _jdk_ok "$_c"; then
      JAVA_HOME=$_c
      export JAVA_HOME
      return 0
    fi
  fi
  _best= _bestv=0 _old=
  if [ -x /usr/libexec/java_home ]; then
    _c=$(/usr/libexec/java_home -v "$MVNW_MIN_JDK+" 2>/dev/null) || _c=
    if [ -n "$_c" ] && _jdk_ok "$_c"; then _best=$_c _bestv=$_m; fi
  fi
  for _c in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
            "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.asdf/installs/java/* \
            "${HOME-}"/.local/share/mise/installs/java/* \
            /Library/Java/JavaVirtualMachines/*/Contents/Home \
            "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
            /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
            /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    _v=$(_jdk_major "$_c")
    [ -n "$_v" ] || continue
    if [ "$_v" -lt "$MVNW_MIN_JDK" ]; then
      _old="$_old
    JDK $_v  $_c"
    elif [ "$_v" -gt "$_bestv" ]; then
      _best=$_c _bestv=$_v
    fi
  done
  if [ -n "$_best" ]; then
    [ -n "${MVNW_QUIET_JDK-}" ] || echo "mvnw: using JDK $_bestv at $_best" >&2
    JAVA_HOME=$_best
    export JAVA_HOME
    return 0
  fi
  echo "mvnw: Lockstep needs a JDK $MVNW_MIN_JDK or newer and found none; install one (for example Temurin 25 from https://adoptium.net) or set JAVA_HOME, then run this again." >&2
  [ -z "$_old" ] || echo "  Too old:$_old" >&2
  return 1
}

_jdk_select || exit 1

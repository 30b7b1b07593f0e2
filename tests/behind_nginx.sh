#!/usr/bin/env bash
# Behind a real nginx, by TLS, under a path of its own: pages, feeds, the API and logging in work.
# `./test --all` runs it; it installs nginx where it may and it is missing.
#   tests/behind_nginx.sh path/to/morgue
set -euo pipefail
cd "$(dirname "$0")/.."
morgue=$(realpath "${1:?which morgue?}")

if ! command -v nginx >/dev/null; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
    { echo "NOT RUN: behind nginx (it is not here, and this user cannot install it)"; exit 0; }
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light >/dev/null
fi

dir=$(mktemp -d)
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$dir"' EXIT
front=$((20000 + RANDOM % 10000))
back=$((front + 1))
url=https://localhost:$front/archive
export MORGUE_INDEX=$dir/index MORGUE_TOKEN=a-token-for-the-desk

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
  -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null
"$morgue" index examples/articles >/dev/null 2>&1
"$morgue" serve --listen 127.0.0.1:$back --public-url "$url" --log none >/dev/null &
pids+=($!)

fail() { echo "behind nginx: $*" >&2; exit 1; }
ask() { curl -sk --max-time 20 "$@"; }
# says WHAT PATTERN: the text on standard input has it.
says() { local text; text=$(cat); grep -q -- "$2" <<<"$text" || fail "$1: no \`$2\` in: $text"; }

# Once as the path comes, once with nginx taking the base away itself.
for pass in "http://127.0.0.1:$back" "http://127.0.0.1:$back/"; do
  cat >"$dir/nginx.conf" <<CONF
daemon off;
pid $dir/nginx.pid;
error_log $dir/error.log;
events {}
http {
  access_log off;
  client_body_temp_path $dir/body; proxy_temp_path $dir/proxy; fastcgi_temp_path $dir/f;
  uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
  server {
    listen 127.0.0.1:$front ssl;
    ssl_certificate $dir/cert.pem;
    ssl_certificate_key $dir/key.pem;
    location /archive/ {
      proxy_pass $pass;
      proxy_set_header Host \$http_host;
      proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
    }
  }
}
CONF
  nginx -c "$dir/nginx.conf" 2>"$dir/nginx.log" &
  nginx=$!
  pids+=($nginx)
  for _ in $(seq 100); do ask -o /dev/null "$url/healthz" && break; sleep 0.1; done

  ask "$url/healthz" | says "the server" live
  [ "$(ask -o /dev/null -w '%{http_code}' "$url/v1/stats")" = 401 ] || fail "read without a token"
  # A person is led to the page that takes the token, and back.
  there=$(ask -o /dev/null -w '%{redirect_url}' -H 'accept: text/html' "$url/search?q=ferry")
  [ "$there" = "$url/login?next=%2Fsearch%3Fq%3Dferry" ] || fail "led to \`$there\`"
  ask "$there" | says "the login page" 'action="/archive/login"'
  back_at=$(ask -c "$dir/jar" -o /dev/null -w '%{redirect_url}' -H "origin: https://localhost:$front" \
    -d "token=$MORGUE_TOKEN" -d 'next=/search?q=ferry' "$url/login")
  [ "$back_at" = "$url/search?q=ferry" ] || fail "after logging in: \`$back_at\`"
  grep -q $'localhost\tFALSE\t/archive\tTRUE' "$dir/jar" || fail "the cookie: $(cat "$dir/jar")"
  [ "$(ask -o /dev/null -w '%{http_code}' -H 'origin: https://evil.example' -d token=x "$url/login")" = 403 ] ||
    fail "a form of another site was taken"

  read_as() { ask -b "$dir/jar" "$@"; }
  read_as "$url/" | says "the first page" '"/archive/search"'
  read_as "$url/search?q=ferry" | says "a page of hits" '"/archive/articles/'
  style=$(read_as "$url/" | grep -o '/archive/assets/[^"]*\.css' | head -1)
  [ "$(read_as -o /dev/null -w '%{http_code}' "https://localhost:$front$style")" = 200 ] || fail "no style"
  read_as "$url/v1/search?q=ferry&limit=1" | says "the API" '"total"'
  next=$(read_as -D - -o /dev/null "$url/v1/search?q=the&limit=1" | tr -d '\r' | sed -n 's/^link: <\([^>]*\)>.*/\1/Ip')
  read_as "$url/v1/search$next" | says "the next page" '"hits":\[{'
  read_as "$url/openapi.json" | says "the document" '"url":"/archive"'
  read_as "$url/search.atom?q=ferry" | says "the feed" "$url/"
  ask -u "any:$MORGUE_TOKEN" "$url/search.atom?q=ferry" | says "the feed, by password" "<entry>"
  # A break cannot be seen by HTTP 1.0, which nginx speaks unless told otherwise.
  [ "$(read_as -o /dev/null -w '%{http_code}' "$url/v1/export?format=csv")" = 505 ] || fail "a table by HTTP 1.0"
  read_as "$url/v1/export?format=jsonl" | tail -1 | says "an export" '"type":"end"'
  form=$(read_as "$url/logout" | sed -n 's/.*name="form" value="\([^"]*\)".*/\1/p' | head -1)
  [ -n "$form" ] || fail "no form that logs out"
  read_as -o /dev/null -d "form=$form" "$url/logout"
  [ "$(read_as -o /dev/null -w '%{http_code}' "$url/v1/stats")" = 401 ] || fail "still logged in"
  kill $nginx && wait $nginx || true
done
echo "behind nginx: pages, feed, API, login: fine, with and without the base path"

# Sourced by checks that need programs in Python: `venv FOLDER` gives a folder of their own to those
# that `FOLDER/requirements.txt` names, made where it is missing, and puts them first on the path.
# Fails, with a reason, where that cannot be done.
venv() {
  local made="${CARGO_TARGET_DIR:-target}/venv-$(basename "$1")"
  command -v python3 >/dev/null || { echo "python3 is missing" >&2; return 1; }
  if ! cmp -s "$1/requirements.txt" "$made/requirements.txt"; then
    rm -rf "$made"
    python3 -m venv "$made" || return 1
    "$made/bin/pip" install -q --disable-pip-version-check -r "$1/requirements.txt" || return 1
    cp "$1/requirements.txt" "$made/requirements.txt"
  fi
  PATH="$(cd "$made/bin" && pwd):$PATH"
}

# cannot WHAT: says loudly that something was not checked. Under CI that is a failure.
cannot() {
  echo >&2
  echo "!! NOT CHECKED: $*" >&2
  [ -z "${CI:-}" ] || exit 1
  exit 0
}

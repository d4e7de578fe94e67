#!/bin/sh
# Holds the fake GitHub against two strangers: GitHub's own client for JavaScript, and
# schemathesis with GitHub's OpenAPI description. Downloads both into a temporary folder;
# takes about a minute and a half. PYTHON names the interpreter the bot is installed in.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-python3}
work=$(mktemp -d)
fake=""

stop() {
    [ -z "$fake" ] || { kill "$fake" 2>/dev/null && wait "$fake" || true; }
    fake=""
}
trap 'stop; rm -rf "$work"' EXIT INT TERM

# Starts the fake; its facts go to $work/facts.json.
start() {
    : >"$work/facts.json"
    (cd "$root" && exec "$python" -m bot.demo.github --port 0 "$@") \
        >"$work/facts.json" 2>"$work/fake.err" &
    fake=$!
    tries=0
    until [ -s "$work/facts.json" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 150 ] || ! kill -0 "$fake" 2>/dev/null; then
            cat "$work/fake.err" >&2
            echo "check-fake: the fake GitHub did not start." >&2
            exit 1
        fi
        sleep 0.2
    done
}

if command -v node >/dev/null && command -v npm >/dev/null; then
    port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cp "$root/scripts/check_fake.mjs" "$work/"
    echo '{"private": true, "type": "module"}' >"$work/package.json"
    (cd "$work" && npm install --silent --no-audit --no-fund \
        @octokit/app@16 @octokit/auth-app@8 @octokit/rest@22 @octokit/webhooks-methods@6)
    start --webhook "http://127.0.0.1:$port/webhook"
    (cd "$work" && WEBHOOK_PORT=$port timeout 60 node check_fake.mjs facts.json)
    stop
    if grep -q '^violation' "$work/fake.err"; then
        cat "$work/fake.err" >&2
        echo "check-fake: GitHub's own client violated the fake's rules, so the rules are wrong." >&2
        exit 1
    fi
else
    echo "check-fake: node or npm is missing, so GitHub's own client was not tried."
fi

"$python" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'schemathesis>=4.32,<5'
start
"$python" "$root/scripts/fuzz_fake.py" "$work/facts.json" "$work/venv/bin/schemathesis"
stop
if grep -a -q 'The fake broke' "$work/fake.err"; then
    grep -a 'The fake broke' "$work/fake.err" >&2
    exit 1
fi
echo "check-fake: all well."

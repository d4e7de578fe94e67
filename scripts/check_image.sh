#!/usr/bin/env bash
# Run the bot the way deploy/Dockerfile does, without Docker: installed as a wheel from the lock,
# as user 10001, on a read-only file system where only /tmp and the data folder can be written.
# Usage, as root: scripts/check_image.sh [PATH/OF/AN/INSTALLED/gardener]
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"

if [ "${1:-}" != --inside ]; then
  [ "$(id -u)" = 0 ] || { echo "Only root can make a read-only file system of its own." >&2; exit 2; }
  stage="$(mktemp -d /var/tmp/gardener.XXXXXX)"
  trap 'rm -rf "$stage"' EXIT
  if [ -n "${1:-}" ]; then
    gardener="$(realpath "$1")"
  else
    "${PYTHON:-python3}" -m venv "$stage/opt"
    pip=("$stage/opt/bin/pip" --quiet --disable-pip-version-check)
    "${pip[@]}" install --require-hashes -r "$root/deploy/requirements.lock"
    "${PYTHON:-python3}" -m venv "$stage/build"
    "$stage/build/bin/pip" --quiet --disable-pip-version-check install \
      --require-hashes -r "$root/deploy/build.lock"
    "$stage/build/bin/pip" --quiet wheel --no-deps --no-build-isolation \
      --wheel-dir "$stage/wheels" "$root"
    "${pip[@]}" install --no-deps "$stage"/wheels/*.whl
    gardener="$stage/opt/bin/gardener"
  fi
  chmod 755 "$stage"
  install -d -o 10001 -g 10001 "$stage/data"
  mkdir "$stage/keep"
  unshare --mount --propagation private "$0" --inside "$gardener" "$stage"
  exit
fi

gardener="$2" stage="$3"
python="$(dirname "$gardener")/python"
mapfile -t kept < <("$python" -c "import sys; print(sys.prefix, sys.base_prefix, sep='\n')")
kept+=("$root")
for number in "${!kept[@]}"; do # user 10001 must read these, wherever they lie
  mkdir "$stage/keep/$number"
  mount --rbind "${kept[$number]}" "$stage/keep/$number"
done
mount --bind "$stage/data" /srv
mount -t tmpfs -o mode=1777 none /tmp
mount -t tmpfs -o mode=755 none /root
for number in "${!kept[@]}"; do
  mkdir -p "${kept[$number]}" 2>/dev/null || true
  mount --bind "$stage/keep/$number" "${kept[$number]}"
  mount -o remount,bind,ro "${kept[$number]}"
done
mount -o remount,ro /root
mount -o remount,bind,ro /
for place in /etc /usr /var/tmp /root "${kept[@]}"; do
  if touch "$place/writable" 2>/dev/null; then
    rm -f "$place/writable"
    echo "$place can be written: this check would prove nothing." >&2
    exit 2
  fi
done

cd /srv
exec setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs --bounding-set=-all \
  --inh-caps=-all env -i PATH="$(dirname "$gardener"):/usr/bin:/bin" PYTHONDONTWRITEBYTECODE=1 \
  "$python" "$root/scripts/check_image.py"

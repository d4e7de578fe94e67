#!/usr/bin/env bash
# Make the samples again by running the tools: make.sh [TOOL...], all that are installed by default.
# Needs, as far as each is wanted: python with pytest, pytest-reportlog, pytest-rerunfailures,
# teamcity-messages, python-subunit and testtools; node 20 and, in NODE_MODULES, tape, ava, tap,
# mocha and mocha-teamcity-reporter; perl with Test2::Suite, prove; bats; go with gotestsum; cargo.
set -u
out=$(cd "$(dirname "$0")" && pwd)
home=$(mktemp -d)
shop=$home/shop
trap 'rm -rf "$home"' EXIT
: "${NODE_MODULES:=$PWD/node_modules}"

# neutral FILE: no path, host name or date of this machine stays in a sample.
neutral() {
  [ -s "$1" ] || { echo "nothing written: $(basename "$1")"; rm -f "$1"; return; }
  sed -i -E \
    -e "s#(/private)?$home/shop#/home/runner/work/shop/shop#g" \
    -e "s#$home#/home/runner#g" \
    -e "s#$NODE_MODULES#/home/runner/work/shop/shop/node_modules#g" \
    -e "s#[^ \"'(<>|]*/(site-packages|dist-packages)/#/opt/python/lib/site-packages/#g" \
    -e "s#/[^ \"'(<>|]*/lib/python3#/opt/python/lib/python3#g" \
    -e "s#/[^ \"'(<>|]*/rustlib/src#/rustc#g" \
    -e "s#/[^ \"'(<>|]*/\.pyenv/versions/[^/]*/#/opt/python/#g" \
    -e "s#20[0-9]{2}-[0-9]{2}-[0-9]{2}([T ])[0-9:]{8}#2025-09-14\112:00:00#g" \
    -e "s#\"(start|stop)\": [0-9.]+#\"\1\": 1757851200.0#g" \
    -e "s# -- /[^ ]*/python# -- /opt/python/bin/python#" \
    -e "s#srand with seed '[0-9]+'#srand with seed '20250914'#" \
    "$1"
  echo "made: $(basename "$1")"
}
begin() { rm -rf "$shop"; mkdir -p "$shop"; cd "$shop" || exit 1; }

make_node() {
  begin
  cat >cart.test.mjs <<'JS'
import { before, describe, it, test } from 'node:test';
import assert from 'node:assert';
test('adds', () => { console.log('ok 9 - adding'); assert.equal(1 + 2, 3); });
test('adds floats – é', () => { assert.equal(0.1 + 0.2, 0.3); });
test('later', { skip: 'winter' }, () => {});
test('known', { todo: 'some day' }, () => { throw new Error('known'); });
describe('cart', () => {
  it('has a price', () => {});
  it('is equal', () => { assert.deepEqual({ a: 1 }, { a: 2 }); });
  describe('emptied', () => {
    before(() => { throw new TypeError('nothing to fill it with'); });
    it('has nothing', () => {});
  });
});
test('nest', async (t) => {
  await t.test('in', () => {});
  await t.test('in bad', () => { throw new Error('two\nlines'); });
});
test('slow # 2', { timeout: 20 }, () => new Promise((done) => setTimeout(done, 200)));
JS
  node --test --test-reporter tap cart.test.mjs >"$out/node.tap"; neutral "$out/node.tap"
}
make_npm() {
  [ -d "$NODE_MODULES" ] || return
  begin; ln -s "$NODE_MODULES" node_modules; echo '{"name": "shop"}' >package.json
  cat >tape.js <<'JS'
const test = require('tape');
test('adds', t => { t.equal(1 + 2, 3); t.end(); });
test('adds floats', t => { t.equal(0.1 + 0.2, 0.3); t.deepEqual({ a: 1 }, { a: 2 }, 'carts # of é'); t.end(); });
test('todo', { todo: true }, t => { t.fail('known'); t.end(); });
test('skips one', t => { t.ok(true, 'x', { skip: 'why' }); t.end(); });
test('adds again', t => { t.equal(1 + 2, 3); t.end(); });
JS
  node_modules/.bin/tape tape.js >"$out/tape.tap"; neutral "$out/tape.tap"
  cat >ava.test.mjs <<'JS'
import test from 'ava';
test('adds', t => { t.is(1 + 2, 3); });
test('adds floats', t => { t.log('adding é'); t.is(0.1 + 0.2, 0.3); });
test.skip('later', t => { t.pass(); });
test.todo('todo');
test.failing('known', t => { t.fail(); });
test('throws', t => { throw new TypeError('no cart\nhere'); });
JS
  node_modules/.bin/ava --tap ava.test.mjs >"$out/ava.tap"; neutral "$out/ava.tap"
  cat >shop.mjs <<'JS'
import t from 'tap';
t.test('adds', t => { t.equal(1 + 2, 3); t.end(); });
t.test('adds floats', t => {
  t.equal(0.1 + 0.2, 0.3, 'floats é');
  t.test('inner', t => { t.match('a', /b/); t.end(); });
  t.end();
});
t.test('later', { skip: 'winter' }, t => { t.end(); });
t.test('throws', t => { throw new TypeError('no cart'); });
JS
  node shop.mjs >"$out/node-tap.tap"; neutral "$out/node-tap.tap"
  mkdir test
  cat >test/cart.js <<'JS'
const assert = require('assert');
describe('cart', function () {
  it('adds', function () {});
  it('adds floats', function () { assert.strictEqual(0.1 + 0.2, 0.3); });
  it.skip('divides', function () {});
  describe('emptied é', function () {
    before('fill', function () { throw new Error('nothing\nto fill'); });
    it('has nothing', function () {});
  });
});
JS
  node_modules/.bin/mocha -R tap >"$out/mocha.tap"; neutral "$out/mocha.tap"
  node_modules/.bin/mocha -R tap --reporter-option tapVersion=13 >"$out/mocha-13.tap"; neutral "$out/mocha-13.tap"
  node_modules/.bin/mocha -R mocha-teamcity-reporter >"$out/mocha.teamcity"; neutral "$out/mocha.teamcity"
}
make_perl() {
  command -v prove >/dev/null || return
  begin; mkdir t
  cat >t/cart.t <<'PERL'
use utf8;
use Test::More tests => 7;
ok(1, 'adds');
is(0.1 + 0.2, 0.4, 'adds floats');
is_deeply([1, 2], [1, 3], 'lists');
SKIP: { skip 'winter', 1; ok(1); }
TODO: { local $TODO = 'some day'; ok(0, 'known'); }
subtest 'cart' => sub { plan tests => 2; ok(1, 'one'); subtest inner => sub { ok(0, 'deep'); done_testing }; };
ok(0);
PERL
  cat >t/shelf.t <<'PERL'
use Test2::V0;
subtest buffered => { buffered => 1 }, sub { ok(1, 'one'); is('a', 'b', 'two'); };
is({ a => 1 }, { a => 2 }, 'hash');
done_testing;
PERL
  perl t/cart.t >"$out/perl.tap" 2>&1; neutral "$out/perl.tap"
  perl t/shelf.t >"$out/perl-test2.tap" 2>&1; neutral "$out/perl-test2.tap"
  prove -v t 2>/dev/null >"$out/prove.tap"; neutral "$out/prove.tap"
}
make_bats() {
  command -v bats >/dev/null || return
  begin
  cat >cart.bats <<'BATS'
@test "adds" { [ $((1 + 2)) -eq 3 ]; }
@test "adds wrongly é" { echo "about to add"; [ $((1 + 2)) -eq 4 ]; }
@test "later" { skip "winter"; }
helper() { return 3; }
@test "in a function" { helper 1; }
BATS
  bats --tap -T cart.bats >"$out/bats.tap"; neutral "$out/bats.tap"
  bats --formatter tap13 cart.bats >"$out/bats-13.tap"; neutral "$out/bats-13.tap"
}
make_go() {
  command -v go >/dev/null || return
  begin
  printf 'module example.com/shop\n\ngo 1.19\n' >go.mod
  mkdir broken main panics slow
  cat >cart_test.go <<'GO'
package shop

import (
	"fmt"
	"os"
	"testing"
)

func TestAdd(t *testing.T) {}
func TestFloats(t *testing.T) {
	t.Log("adding")
	a, b := 0.1, 0.2
	if a+b != 0.3 {
		t.Errorf("got %v, want 0.3\nfloats are hard: é", a+b)
	}
}
func TestTable(t *testing.T) {
	t.Run("one", func(t *testing.T) {})
	t.Run("two", func(t *testing.T) { t.Fatal("no two") })
	t.Run("a/b", func(t *testing.T) { t.Run("x", func(t *testing.T) { t.Parallel(); t.Error("expected x") }) })
}
func TestLater(t *testing.T) { t.Skip("later") }
func TestSecondTime(t *testing.T) {
	if _, err := os.Stat("seen"); err != nil {
		os.WriteFile("seen", nil, 0o600)
		t.Fatal("first time")
	}
}
func Example_sum() {
	fmt.Println("x")
	// Output: y
}
GO
  command -v gotestsum >/dev/null &&
    gotestsum --jsonfile "$out/gotestsum-rerun.jsonl" --rerun-fails=1 --packages=. >/dev/null 2>&1 &&
    echo "unexpectedly green"
  neutral "$out/gotestsum-rerun.jsonl"
  printf 'package broken\n\nimport "testing"\n\nfunc TestX(t *testing.T) { undefined() }\n' >broken/x_test.go
  cat >main/x_test.go <<'GO'
package main

import (
	"fmt"
	"os"
	"testing"
)

func TestX(t *testing.T) {}
func TestMain(m *testing.M) { m.Run(); fmt.Println("the till does not close"); os.Exit(3) }
GO
  cat >panics/p_test.go <<'GO'
package panics

import "testing"

func TestBefore(t *testing.T) { t.Skip("winter") }
func TestPanics(t *testing.T) { var m map[string]int; m["é"] = 1 }
func TestAfter(t *testing.T)  {}
GO
  cat >slow/p_test.go <<'GO'
package slow

import (
	"testing"
	"time"
)

func TestQuick(t *testing.T) {}
func TestSlow(t *testing.T)  { t.Run("a", func(t *testing.T) { time.Sleep(9 * time.Second) }) }
GO
  go test -json -timeout 2s ./broken ./main ./panics ./slow >"$out/go-crashes.jsonl" 2>&1; neutral "$out/go-crashes.jsonl"
}
make_pytest() {
  python -c 'import pytest_reportlog' || return
  begin; mkdir tests
  cat >tests/test_cart.py <<'PY'
import pytest


class TestCart:
    def test_total(self):
        assert sum([1, 2]) == 3

    def test_total_of_floats(self):
        print("adding\x1b[31m floats\x1b[0m é")
        assert sum([0.1, 0.2]) == 0.4

    @pytest.mark.parametrize("price", [1, "two::x"])
    def test_price(self, price):
        assert isinstance(price, int)


@pytest.fixture
def till():
    try:
        raise OSError("no socket")
    except OSError as error:
        raise ConnectionError("no till") from error


def test_open(till):
    pass


@pytest.mark.skip(reason="no coupons yet")
def test_coupon():
    pass


@pytest.mark.xfail(reason="known")
def test_known():
    assert False


tries = []


def test_second_time():
    tries.append(1)
    assert len(tries) > 1
PY
  echo 'import no_such_package' >tests/test_import.py
  run() { python -m pytest -q -p no:cacheprovider --continue-on-collection-errors "$@"; }
  run --reruns 1 --only-rerun 'len' --report-log="$out/pytest-reportlog.jsonl" >/dev/null 2>&1
  neutral "$out/pytest-reportlog.jsonl"
  run --teamcity >"$out/pytest.teamcity" 2>&1; neutral "$out/pytest.teamcity"
}
make_unittest() {
  begin
  cat >test_stock.py <<'PY'
import unittest


class StockTest(unittest.TestCase):
    def test_count(self):
        self.assertEqual(3, 3)

    def test_missing(self):
        self.assertEqual("a", "é", "one is missing")

    def test_raises(self):
        raise ValueError("no [stock]\nat all")

    @unittest.skip("winter")
    def test_winter(self):
        pass

    @unittest.expectedFailure
    def test_known(self):
        self.fail("known")


class ColdTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise OSError("the cold store is closed")

    def test_ice(self):
        pass
PY
  python -c 'import teamcity' && python -m teamcity.unittestpy test_stock >"$out/unittest.teamcity" 2>/dev/null
  neutral "$out/unittest.teamcity"
  python -c 'import subunit' || return
  python -m subunit.run test_stock.StockTest >"$home/v2"
  subunit-2to1 <"$home/v2" >"$out/unittest.subunit"
  neutral "$out/unittest.subunit"
}
make_cargo() {
  command -v cargo >/dev/null || return
  begin; mkdir src tests
  printf '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n' >Cargo.toml
  cat >src/lib.rs <<'RUST'
/// ```
/// assert_eq!(shop::add(1, 2), 4);
/// ```
pub fn add(a: i32, b: i32) -> i32 { a + b }
#[cfg(test)]
mod tests {
    use super::*;
    #[test] fn adds() { assert_eq!(add(1, 2), 3); }
    #[test] fn adds_wrongly() { println!("adding é"); assert_eq!(add(1, 2), 4, "é is\nhard"); }
    #[test] #[ignore = "later"] fn later() {}
    #[test] #[should_panic(expected = "x")] fn should() { panic!("y") }
    #[test] fn result() -> Result<(), String> { Err("no cart".into()) }
}
RUST
  printf '#[test] fn adds() { assert!(shop::add(1,1) == 3); }\n' >tests/it.rs
  printf '#[test] fn aborts() { std::process::abort() }\n' >tests/zabort.rs
  RUST_BACKTRACE=0 RUSTC_BOOTSTRAP=1 cargo test --offline --no-fail-fast -- --test-threads 1 \
    -Z unstable-options --format json --report-time >"$out/cargo.jsonl" 2>&1
  neutral "$out/cargo.jsonl"
}

for tool in "${@:-node npm perl bats go pytest unittest cargo}"; do
  for one in $tool; do "make_$one"; done
done

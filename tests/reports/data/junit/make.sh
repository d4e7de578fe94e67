#!/usr/bin/env bash
# Make the samples again by running the tools: make.sh [TOOL...], all that are installed by default.
# Needs, as far as each is wanted: python with pytest, pytest-rerunfailures, pytest-xdist,
# unittest-xml-reporting, robotframework, behave and nose2; node with jest, jest-junit, mocha,
# mocha-junit-reporter, vitest and @playwright/test in NODE_MODULES; go with gotestsum and
# go-junit-report; phpunit; rspec with rspec_junit_formatter; minitest-reporters; bats; prove with
# TAP::Formatter::JUnit; cmake, g++, googletest and catch2; maven with surefire.
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
    -e "s#[^ \"'(<>]*/(site-packages|dist-packages)/#/opt/python/lib/site-packages/#g" \
    -e "s#/[^ \"'(<>]*/lib/python3#/opt/python/lib/python3#g" \
    -e "s#\"$(hostname)\"#\"runner\"#g" \
    -e "s#<property name=\"go.version\" value=\"[^\"]*\"#<property name=\"go.version\" value=\"go\"#" \
    "$1"
  echo "made: $(basename "$1")"
}
begin() { rm -rf "$shop"; mkdir -p "$shop"; cd "$shop" || exit 1; }

python_tests() {
  mkdir -p tests
  cat >tests/test_cart.py <<'PY'
import sys
import pytest


def total(prices):
    return sum(prices)


class TestCart:
    def test_total(self):
        assert total([1, 2]) == 3

    def test_total_of_floats(self):
        print("adding\x1b[31m floats\x1b[0m")
        print("to stderr", file=sys.stderr)
        assert total([0.1, 0.2]) == 0.4

    @pytest.mark.parametrize("price", [1, "two", "<&>\x1b"])
    def test_price(self, price):
        assert isinstance(price, int)


@pytest.fixture
def shop():
    raise ConnectionError("no shop at 127.0.0.1:5432")


def test_open(shop):
    pass


@pytest.fixture
def till():
    yield
    raise RuntimeError("the till does not close")


def test_close(till):
    pass


def test_close_after_failure(till):
    assert "open" == "closed"


@pytest.mark.skip(reason="no coupons yet")
def test_coupon():
    pass


@pytest.mark.xfail(reason="known")
def test_known():
    assert False


@pytest.mark.xfail(strict=True)
def test_known_no_more():
    pass
PY
}
make_pytest() {
  python -c 'import pytest' || return
  begin; python_tests
  python -m pytest -q -p no:cacheprovider --junitxml "$out/pytest-xunit2.xml" >/dev/null 2>&1
  neutral "$out/pytest-xunit2.xml"
  python -m pytest -q -p no:cacheprovider -o junit_family=xunit1 -o junit_logging=all \
    --junitxml "$out/pytest-xunit1.xml" >/dev/null 2>&1
  neutral "$out/pytest-xunit1.xml"
  python -m pytest -q -p no:cacheprovider -n 2 --junitxml "$out/pytest-xdist.xml" >/dev/null 2>&1
  neutral "$out/pytest-xdist.xml"
  begin; mkdir tests
  echo 'import no_such_package' >tests/test_import.py
  echo 'def test_fine(): pass' >tests/test_fine.py
  echo 'def test_broken(: pass' >tests/test_syntax.py
  python -m pytest -q -p no:cacheprovider --junitxml "$out/pytest-collection.xml" >/dev/null 2>&1
  neutral "$out/pytest-collection.xml"
  begin
  cat >test_flaky.py <<'PY'
tries = []


def test_second_time():
    tries.append(1)
    assert len(tries) > 1


def test_never():
    assert False, "never"
PY
  python -m pytest -q -p no:cacheprovider --reruns 2 --junitxml "$out/pytest-rerunfailures.xml" >/dev/null 2>&1
  neutral "$out/pytest-rerunfailures.xml"
}
make_unittest() {
  python -c 'import xmlrunner' || return
  begin
  cat >test_stock.py <<'PY'
import unittest


class StockTest(unittest.TestCase):
    def test_count(self):
        self.assertEqual(3, 3)

    def test_missing(self):
        self.assertEqual(3, 4, "one is missing")

    def test_raises(self):
        raise ValueError("no stock")

    @unittest.skip("winter")
    def test_winter(self):
        pass

    @unittest.expectedFailure
    def test_known(self):
        self.fail("known")

    def test_parts(self):
        for n in (1, 2, 3):
            with self.subTest(n=n):
                self.assertLess(n, 3)


class ColdTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise OSError("the cold store is closed")

    def test_ice(self):
        pass
PY
  python -m xmlrunner -q --output-file "$out/unittest-xml.xml" test_stock >/dev/null 2>&1
  neutral "$out/unittest-xml.xml"
  python -m nose2 --plugin nose2.plugins.junitxml --junit-xml >/dev/null 2>&1
  cp nose2-junit.xml "$out/nose2.xml"; neutral "$out/nose2.xml"
}
make_robot() {
  python -c 'import robot' || return
  begin
  cat >shop.robot <<'ROBOT'
*** Test Cases ***
Total Is Right
    Should Be Equal As Integers    3    3
Total Is Wrong
    Should Be Equal As Integers    3    4
Not Yet
    Skip    no coupons yet
ROBOT
  python -m robot --xunit "$out/robot-xunit.xml" --log NONE --report NONE --output NONE shop.robot >/dev/null 2>&1
  neutral "$out/robot-xunit.xml"
}
make_behave() {
  python -c 'import behave' || return
  begin; mkdir -p features/steps
  cat >features/cart.feature <<'FEATURE'
Feature: Cart
  Scenario: one thing
    Given 1 things
    Then the cart holds 1
  Scenario: two things
    Given 2 things
    Then the cart holds 3
  Scenario: unknown
    Given something undefined
  @skip
  Scenario: later
    Given 1 things
FEATURE
  cat >features/steps/cart.py <<'PY'
from behave import given, then


@given("{n:d} things")
def put(context, n):
    context.n = n


@then("the cart holds {n:d}")
def check(context, n):
    assert context.n == n, f"{context.n} is not {n}"
PY
  python -m behave --junit --junit-directory reports --tags='not @skip' >/dev/null 2>&1
  cp reports/TESTS-cart.xml "$out/behave.xml"; neutral "$out/behave.xml"
}
make_node() {
  [ -d "$NODE_MODULES" ] || return
  begin; ln -s "$NODE_MODULES" node_modules
  echo '{"name": "shop"}' >package.json
  cat >cart.test.js <<'JS'
describe('cart', () => {
  test('adds', () => { expect(1 + 2).toBe(3); });
  test('adds floats', () => { expect(0.1 + 0.2).toBe(0.3); });
  test.skip('divides', () => {});
  test.todo('multiplies');
  test('throws <&>', () => { throw new TypeError('no \u001b[31mcart\u001b[39m here'); });
});
JS
  echo "require('./no-such-module'); test('x', () => {});" >broken.test.js
  FORCE_COLOR=1 JEST_JUNIT_OUTPUT_FILE="$out/jest-junit.xml" JEST_JUNIT_REPORT_TEST_SUITE_ERRORS=true \
    npx jest --reporters=jest-junit >/dev/null 2>&1
  neutral "$out/jest-junit.xml"
  JEST_JUNIT_OUTPUT_FILE="$out/jest-junit-plain.xml" JEST_JUNIT_ADD_FILE_ATTRIBUTE=true npx jest --reporters=jest-junit >/dev/null 2>&1
  neutral "$out/jest-junit-plain.xml"
  begin; ln -s "$NODE_MODULES" node_modules
  mkdir test
  cat >test/cart.js <<'JS'
const assert = require('assert');
describe('cart', function () {
  it('adds', function () { assert.equal(1 + 2, 3); });
  it('adds', function () { assert.equal(2 + 2, 4); });
  it('adds floats', function () { assert.equal(0.1 + 0.2, 0.3); });
  it.skip('divides', function () {});
  describe('emptied', function () {
    beforeEach('fill', function () { throw new Error('nothing to fill it with'); });
    it('has nothing', function () {});
    it('has no price', function () {});
  });
});
JS
  npx mocha --reporter xunit --reporter-option output="$out/mocha-xunit.xml" >/dev/null 2>&1
  neutral "$out/mocha-xunit.xml"
  npx mocha --reporter mocha-junit-reporter --reporter-options "mochaFile=$out/mocha-junit-reporter.xml" >/dev/null 2>&1
  neutral "$out/mocha-junit-reporter.xml"
  begin; ln -s "$NODE_MODULES" node_modules
  cat >cart.test.ts <<'TS'
import { describe, expect, it, test } from 'vitest';
describe('cart', () => {
  it('adds', () => { expect(1 + 2).toBe(3); });
  it('adds floats', () => { console.log('adding'); expect(0.1 + 0.2).toBe(0.3); });
  it.skip('divides', () => {});
  it.todo('multiplies');
});
test('alone', { retry: 2 }, () => { throw new Error('always'); });
TS
  echo "import './nowhere'; import { it } from 'vitest'; it('x', () => {});" >broken.test.ts
  npx vitest run --reporter=junit --outputFile="$out/vitest.xml" >/dev/null 2>&1
  neutral "$out/vitest.xml"
  begin; ln -s "$NODE_MODULES" node_modules
  cat >playwright.config.ts <<'TS'
export default {
  retries: 1,
  reporter: [['junit', { outputFile: 'out.xml' }]],
  projects: [{ name: 'chromium' }, { name: 'webkit' }],
};
TS
  mkdir tests
  cat >tests/cart.spec.ts <<'TS'
import { test, expect } from '@playwright/test';
test.describe('cart', () => {
  test('adds', async () => { expect(1 + 2).toBe(3); });
  test('adds floats', async ({}, info) => { if (info.project.name === 'webkit') expect(0.1 + 0.2).toBe(0.3); });
  test('second time', async ({}, info) => { expect(info.retry).toBe(1); });
  test.skip('divides', async () => {});
  test('slow', async () => { test.setTimeout(50); await new Promise(() => {}); });
});
TS
  npx playwright test >/dev/null 2>&1
  cp out.xml "$out/playwright.xml"; neutral "$out/playwright.xml"
}
make_go() {
  command -v gotestsum >/dev/null || return
  begin
  printf 'module example.com/shop\n\ngo 1.19\n' >go.mod
  cat >cart_test.go <<'GO'
package shop

import (
	"os"
	"testing"
)

func TestAdd(t *testing.T) {}

func TestFloats(t *testing.T) {
	a, b := 0.1, 0.2
	if a+b != 0.3 {
		t.Errorf("got %v, want 0.3", a+b)
	}
}

func TestTable(t *testing.T) {
	t.Run("one", func(t *testing.T) {})
	t.Run("two", func(t *testing.T) { t.Fatal("no two") })
}

func TestLater(t *testing.T) { t.Skip("later") }

func TestSecondTime(t *testing.T) {
	if _, err := os.Stat("seen"); err != nil {
		os.WriteFile("seen", nil, 0o600)
		t.Fatal("first time")
	}
}
GO
  GOFLAGS=-mod=mod gotestsum --junitfile "$out/gotestsum-rerun.xml" --rerun-fails=2 --packages=./... >/dev/null 2>&1
  neutral "$out/gotestsum-rerun.xml"
  if command -v go-junit-report >/dev/null; then
    rm -f seen; mkdir broken
    printf 'package broken\n\nimport "testing"\n\nfunc TestX(t *testing.T) { undefined() }\n' >broken/x_test.go
    go test -v ./... 2>&1 | go-junit-report >"$out/go-junit-report.xml"
    neutral "$out/go-junit-report.xml"
  fi
}
make_phpunit() {
  command -v phpunit >/dev/null || return
  begin; mkdir tests
  cat >tests/CartTest.php <<'PHP'
<?php
namespace Shop\Tests;

use PHPUnit\Framework\TestCase;

final class CartTest extends TestCase
{
    public function testAdds(): void { $this->assertSame(3, 1 + 2); }
    public function testFloats(): void { $this->assertSame(0.3, 0.1 + 0.2, 'floats are hard'); }
    public function testError(): void { throw new \RuntimeException('no cart'); }
    public function testLater(): void { $this->markTestSkipped('later'); }
    public function testTodo(): void { $this->markTestIncomplete('todo'); }
    /** @dataProvider prices */
    public function testPrice(int $price): void { $this->assertGreaterThan(1, $price); }
    public function prices(): array { return ['one' => [1], 'two' => [2]]; }
}
PHP
  phpunit --log-junit "$out/phpunit.xml" tests >/dev/null 2>&1
  neutral "$out/phpunit.xml"
}
make_ruby() {
  command -v rspec >/dev/null || return
  begin; mkdir spec
  cat >spec/cart_spec.rb <<'RUBY'
describe "Cart" do
  it("adds") { expect(1 + 2).to eq 3 }
  it("adds floats") { expect(0.1 + 0.2).to eq 0.3 }
  it("raises") { raise ArgumentError, "no cart" }
  xit("divides") { }
  pending("known") { fail "known" }
end
RUBY
  rspec --require rspec_junit_formatter --format RspecJunitFormatter --out "$out/rspec.xml" >/dev/null 2>&1
  neutral "$out/rspec.xml"
  begin
  cat >cart_test.rb <<'RUBY'
require "minitest/autorun"
require "minitest/reporters"
Minitest::Reporters.use! [Minitest::Reporters::JUnitReporter.new("reports")]
class CartTest < Minitest::Test
  def test_adds = assert_equal(3, 1 + 2)
  def test_floats = assert_equal(0.3, 0.1 + 0.2)
  def test_raises = raise(ArgumentError, "no cart")
  def test_later = skip("later")
end
RUBY
  ruby cart_test.rb >/dev/null 2>&1
  cp reports/TEST-*.xml "$out/minitest-reporters.xml" 2>/dev/null
  neutral "$out/minitest-reporters.xml"
}
make_bats() {
  command -v bats >/dev/null || return
  begin
  cat >cart.bats <<'BATS'
@test "adds" { [ $((1 + 2)) -eq 3 ]; }
@test "adds wrongly" { echo "about to add"; [ $((1 + 2)) -eq 4 ]; }
@test "later" { skip "later"; }
BATS
  bats --report-formatter junit -o "$shop" cart.bats >/dev/null 2>&1
  sleep 1  # bats does not wait for its report
  cp report.xml "$out/bats.xml"; neutral "$out/bats.xml"
}
make_prove() {
  perl -MTAP::Formatter::JUnit -e1 2>/dev/null || return
  begin; mkdir t
  printf 'print "1..3\\nok 1 - adds\\nnot ok 2 - adds floats\\nok 3 # skip later\\n"; exit 1\n' >t/cart.t
  printf 'print "1..4\\nok 1 - opens\\n"; die "no till\\n"\n' >t/till.t
  prove --formatter TAP::Formatter::JUnit t >"$out/prove.xml" 2>/dev/null
  neutral "$out/prove.xml"
}
make_surefire() {
  command -v mvn >/dev/null || return
  begin; mkdir -p src/test/java/shop
  cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>shop</groupId><artifactId>shop</artifactId><version>1</version>
<properties><maven.compiler.source>11</maven.compiler.source><maven.compiler.target>11</maven.compiler.target></properties>
<dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.x</version><scope>test</scope></dependency></dependencies>
</project>
POM
  cat >src/test/java/shop/CartTest.java <<'JAVA'
package shop;

import static org.junit.Assert.*;
import org.junit.*;

public class CartTest {
  static int tries = 0;
  @Test public void adds() { assertEquals(3, 1 + 2); }
  @Test public void floats() { System.out.println("adding"); assertEquals(0.3, 0.1 + 0.2, 0); }
  @Test public void raises() { throw new IllegalStateException("no <cart>"); }
  @Test public void secondTime() { assertTrue("first time", tries++ > 0); }
  @Ignore("later") @Test public void later() {}
}
JAVA
  mvn -o -B -q ${MAVEN_FLAGS:-} test -Dsurefire.rerunFailingTestsCount=1 >/dev/null 2>&1
  # The properties name everything about the machine; no reader needs them.
  sed -e '/<properties>/,/<\/properties>/d' target/surefire-reports/TEST-shop.CartTest.xml >"$out/surefire-rerun.xml"
  neutral "$out/surefire-rerun.xml"
}
make_cpp() {
  command -v cmake >/dev/null || return
  begin
  cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.21)
project(shop CXX)
enable_testing()
add_test(NAME passes COMMAND ${CMAKE_COMMAND} -E true)
add_test(NAME fails COMMAND ${CMAKE_COMMAND} -E cat no-such-file)
add_test(NAME missing COMMAND no-such-program)
add_test(NAME slow COMMAND ${CMAKE_COMMAND} -E sleep 5)
set_tests_properties(slow PROPERTIES TIMEOUT 1)
add_test(NAME off COMMAND ${CMAKE_COMMAND} -E true)
set_tests_properties(off PROPERTIES DISABLED TRUE)
CMAKE
  cmake -S . -B build >/dev/null 2>&1
  ctest --test-dir build --output-junit "$out/ctest.xml" >/dev/null 2>&1
  neutral "$out/ctest.xml"
  cat >gtest.cc <<'CC'
#include <gtest/gtest.h>
#include <stdexcept>
TEST(Cart, Adds) { EXPECT_EQ(1 + 2, 3); }
TEST(Cart, Floats) { EXPECT_EQ(0.1 + 0.2, 0.3) << "floats <are> hard"; EXPECT_EQ(1, 2); }
TEST(Cart, Throws) { throw std::runtime_error("no cart"); }
TEST(Cart, Later) { GTEST_SKIP() << "later"; }
TEST(Cart, DISABLED_Off) {}
class Prices : public testing::TestWithParam<int> {};
TEST_P(Prices, Positive) { EXPECT_GT(GetParam(), 0); }
INSTANTIATE_TEST_SUITE_P(All, Prices, testing::Values(0, 1));
CC
  if g++ -std=c++17 gtest.cc -o g -lgtest -lgtest_main -lpthread 2>/dev/null; then
    ./g --gtest_output="xml:$out/googletest.xml" >/dev/null 2>&1
    neutral "$out/googletest.xml"
  fi
  cat >catch.cc <<'CC'
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#include <iostream>
TEST_CASE("adds") { REQUIRE(1 + 2 == 3); }
TEST_CASE("floats") {
  SECTION("sum") { std::cout << "adding\n"; CHECK(0.1 + 0.2 == 0.3); }
  SECTION("product") { CHECK(2 * 0.5 == 1); }
}
TEST_CASE("throws") { throw std::runtime_error("no cart"); }
CC
  if g++ -std=c++17 catch.cc -o c 2>/dev/null; then
    ./c -r junit -o "$out/catch2.xml" >/dev/null 2>&1
    neutral "$out/catch2.xml"
  fi
}

for tool in "${@:-pytest unittest robot behave node go phpunit ruby bats prove surefire cpp}"; do
  for one in $tool; do "make_$one"; done
done

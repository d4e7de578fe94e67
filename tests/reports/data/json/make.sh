#!/usr/bin/env bash
# Make the samples again by running the tools: make.sh [TOOL...], all of them by default.
# Needs, as far as each is wanted: python with pytest, pytest-json-report, pytest-json-ctrf,
# pytest-rerunfailures and behave as $PYTHON; node with jest, vitest, mocha, mochawesome,
# mochawesome-merge, @playwright/test, @cucumber/cucumber, jest-ctrf-json-reporter and
# playwright-ctrf-json-reporter in $NODE_MODULES; with jest 26, mocha 6, mochawesome 3, vitest 0.34
# and cucumber 7 in $OLD_MODULES; rspec; cucumber of Ruby; g++ with GoogleTest.
set -u
out=$(cd "$(dirname "$0")" && pwd)
home=$(mktemp -d)
shop=$home/shop
trap 'rm -rf "$home"' EXIT
: "${PYTHON:=python}" "${NODE_MODULES:=$PWD/node_modules}" "${OLD_MODULES:=$PWD/old/node_modules}"

# neutral FILE: no path, host name or date of this machine stays in a sample.
neutral() {
  [ -s "$1" ] || { echo "nothing written: $(basename "$1")"; rm -f "$1"; return; }
  sed -i -E \
    -e "s#(/private)?$home/shop#/home/runner/work/shop/shop#g" \
    -e "s#$home#/home/runner#g" \
    -e "s#($NODE_MODULES|$OLD_MODULES)#/home/runner/work/shop/shop/node_modules#g" \
    -e "s#[^ \"'(<>]*/(site-packages|dist-packages)/#/opt/python/lib/site-packages/#g" \
    -e "s#/[^ \"'(<>]*/lib/python3#/opt/python/lib/python3#g" \
    -e "s#([.][.]/)+[^ \"'(<>]*node_modules/#node_modules/#g" \
    -e "s#$(hostname)#runner#g" \
    -e "s#20[2-9][0-9]-[01][0-9]-[0-3][0-9]T#2025-09-14T#g" \
    "$1"
  echo "made: $(basename "$1")"
}
# compact FILE: on one line, to save room.
compact() { node -e 'const f = process.argv[1], fs = require("fs"); fs.writeFileSync(f, JSON.stringify(JSON.parse(fs.readFileSync(f))))' "$1"; }
begin() {
  rm -rf "$shop"
  mkdir -p "$shop"
  cd "$shop" || exit 1
  ln -s "${1:-$NODE_MODULES}" node_modules
  echo '{"name": "shop", "private": true}' >package.json
}

python_tests() {
  mkdir -p tests
  cat >tests/test_cart.py <<'PY'
import sys
import pytest


class TestCart:
    def test_total(self):
        assert sum([1, 2]) == 3

    def test_total_of_floats(self):
        print("adding floats: 0,10 €")
        print("to stderr", file=sys.stderr)
        assert sum([0.1, 0.2]) == 0.4, "rounding\nin two lines"

    @pytest.mark.parametrize("price", [1, "zwölf"])
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


@pytest.mark.skip(reason="no coupons yet")
def test_coupon():
    pass


@pytest.mark.xfail(reason="known")
def test_known():
    assert False


@pytest.mark.xfail
def test_known_no_more():
    pass


@pytest.mark.xfail(strict=True)
def test_strict():
    pass
PY
  echo 'import no_such_package' >tests/test_import.py
  cat >tests/test_flaky.py <<'PY'
tries = []


def test_second_time():
    tries.append(1)
    assert len(tries) > 1
PY
}
make_pytest() {
  "$PYTHON" -c 'import pytest_jsonreport' || return
  begin; python_tests
  "$PYTHON" -m pytest -q -p no:cacheprovider --json-report --json-report-indent=1 \
    --json-report-omit=keywords --json-report-file="$out/pytest-json-report.json" --ignore tests/test_import.py >/dev/null 2>&1
  neutral "$out/pytest-json-report.json"
  "$PYTHON" -m pytest -q -p no:cacheprovider --json-report --continue-on-collection-errors --reruns 1 \
    --json-report-file="$out/pytest-json-report-collection.json" \
    tests/test_import.py tests/test_flaky.py >/dev/null 2>&1
  neutral "$out/pytest-json-report-collection.json"
  "$PYTHON" -m pytest -q -p no:cacheprovider --ctrf "$out/ctrf-pytest.json" \
    --reruns 1 --ignore tests/test_import.py >/dev/null 2>&1
  neutral "$out/ctrf-pytest.json"
}
make_behave() {
  "$PYTHON" -c 'import behave' || return
  begin; mkdir -p features/steps; features >features/cart.feature
  cat >features/steps/steps.py <<'PY'
from behave import given, when, then


@given("a cart")
def cart(context):
    print("cart made")
    context.cart = []


@given("no shop")
def no_shop(context):
    raise ConnectionError("no shop at 127.0.0.1:5432")


@when("I add {count:d} of {thing}")
def add(context, count, thing):
    context.cart += [thing] * count


@when("I pay later")
def pay_later(context):
    context.scenario.skip("winter")


@then("there are {count:d} things")
def things(context, count):
    assert len(context.cart) == count, f"{len(context.cart)} things\nnot {count}"
PY
  cat >features/environment.py <<'PY'
def before_scenario(context, scenario):
    if "hooked" in scenario.tags:
        raise RuntimeError("the hook is broken")
PY
  "$PYTHON" -m behave -f json.pretty -o "$out/behave.json" --no-summary >/dev/null 2>&1
  neutral "$out/behave.json"
}
features() {
  cat <<'FEATURE'
Feature: Cart of the shop

  Background:
    Given a cart

  Scenario: Adding grün
    When I add 2 of pear
    Then there are 2 things

  Scenario: Losing one
    When I add 2 of pear
    Then there are 3 things
    Then there are 2 things

  Scenario Outline: Counting <thing>
    When I add <count> of <thing>
    Then there are 4 things

    Examples:
      | count | thing |
      | 4     | apple |
      | 5     | apple |

  Scenario: Not written yet
    When I pay

  Scenario: Paying later
    When I pay later

  Scenario: No shop
    Given no shop
    When I add 1 of pear

  @skip @hooked
  Scenario: Hooked
    When I add 1 of pear
FEATURE
}
cucumber_steps() {
  mkdir -p features/support; features >features/cart.feature
  cat >features/support/steps.js <<'JS'
const { Given, When, Then, Before, After } = require('@cucumber/cucumber')
const assert = require('assert')
Before({ tags: '@hooked' }, function () { throw new Error('the hook is broken') })
After(function () { this.log && this.log('closed') })
Given('a cart', function () { this.cart = [] })
Given('no shop', function () { throw new Error('no shop at 127.0.0.1:5432') })
When('I add {int} of {word}', function (count, thing) { for (let i = 0; i < count; i++) this.cart.push(thing) })
When('I pay later', function () { return 'skipped' })
let tries = 0
Then('there are {int} things', function (count) { assert.strictEqual(this.cart.length, count) })
Given('it works the second time', function () { if (++tries === 1) throw new Error('first time') })
JS
  cat >features/flaky.feature <<'FEATURE'
Feature: Flaky things

  Scenario: Second time
    Given it works the second time

  Scenario: Pending
    Given a cart
FEATURE
}
make_cucumber() {
  [ -e "$NODE_MODULES/@cucumber/cucumber" ] || return
  begin; cucumber_steps
  npx --no-install cucumber-js --retry 1 --format "json:$out/cucumber-js.json" >/dev/null 2>&1
  neutral "$out/cucumber-js.json"
  [ -e "$OLD_MODULES/@cucumber/cucumber" ] || return
  begin "$OLD_MODULES"; cucumber_steps
  npx --no-install cucumber-js --format "json:$out/cucumber-js-7.json" >/dev/null 2>&1
  neutral "$out/cucumber-js-7.json"
}
make_cucumber_ruby() {
  command -v cucumber >/dev/null || return
  begin; mkdir -p features/step_definitions; features >features/cart.feature
  cat >features/step_definitions/steps.rb <<'RB'
Before('@hooked') { raise 'the hook is broken' }
Given('a cart') { @cart = [] }
Given('no shop') { raise IOError, 'no shop at 127.0.0.1:5432' }
When('I pay later') { pending 'winter' }
When(/^I add (\d+) of (\w+)$/) { |count, thing| @cart += [thing] * count.to_i }
Then(/^there are (\d+) things$/) { |count| raise "#{@cart.size} things\nnot #{count}" unless @cart.size == count.to_i }
RB
  cucumber --format json --out "$out/cucumber-ruby.json" >/dev/null 2>&1
  neutral "$out/cucumber-ruby.json"
}
make_rspec() {
  command -v rspec >/dev/null || return
  begin; mkdir spec
  cat >spec/cart_spec.rb <<'RB'
RSpec.describe 'Cart' do
  it('adds') { expect(1 + 2).to eq 3 }
  it('adds floats') { puts 'adding'; expect(0.1 + 0.2).to eq 0.3 }
  it('raises') { raise IOError, "no shop\nat 127.0.0.1:5432" }
  it('waits for coupons')
  it('is known', skip: 'winter größer') { }
  it('is pending') { pending 'later'; expect(1).to eq 2 }
  it('is pending no more') { pending 'later'; expect(1).to eq 1 }
  [1, 2].each { |n| it("counts") { expect(n).to eq 1 } }
  context('in the cellar') do
    before { raise ArgumentError, 'no light' }
    it('sees') { }
  end
end
RB
  rspec --format json --out "$out/rspec.json" >/dev/null 2>&1
  neutral "$out/rspec.json"
  echo 'require "no_such_gem"' >spec/broken_spec.rb
  rspec --format json --out "$out/rspec-load-error.json" >/dev/null 2>&1
  neutral "$out/rspec-load-error.json"
}
jest_tests() {
  cat >cart.test.js <<'JS'
describe('cart', () => {
  test('adds', () => { expect(1 + 2).toBe(3) })
  test('adds floats, größer', () => { console.log('adding'); expect(0.1 + 0.2).toBe(0.3) })
  test('throws', () => { throw new TypeError('no shop\nat 127.0.0.1:5432') })
  test.skip('waits for coupons', () => {})
  test.todo('pays')
  test.each([1, 2])('counts %i', (n) => { expect(n).toBe(1) })
  describe('in the cellar', () => {
    beforeAll(() => { throw new Error('no light') })
    test('sees', () => {})
  })
})
JS
  echo "require('./no-such-module')" >broken.test.js
  cat >flaky.test.js <<'JS'
let tries = 0
test('second time', () => { if (++tries === 1) throw new Error('first time') })
JS
}
make_jest() {
  [ -e "$NODE_MODULES/jest" ] || return
  begin; jest_tests; sed -i '1i jest.retryTimes(1, {logErrorsBeforeRetry: true})' flaky.test.js
  npx --no-install jest --json --outputFile "$out/jest.json" >/dev/null 2>&1
  neutral "$out/jest.json"
  printf '{"reporters": [["jest-ctrf-json-reporter", {"outputFile": "ctrf-jest.json", "outputDir": "%s"}]]}' "$out" >jest.config.json
  npx --no-install jest >/dev/null 2>&1
  neutral "$out/ctrf-jest.json"
  [ -e "$OLD_MODULES/jest" ] || return
  begin "$OLD_MODULES"; jest_tests; echo '{"testLocationInResults": true}' >jest.config.json
  npx --no-install jest --json --outputFile "$out/jest-26.json" >/dev/null 2>&1
  neutral "$out/jest-26.json"
}
vitest_tests() {
  cat >cart.test.js <<'JS'
import { beforeAll, describe, expect, test } from 'vitest'
describe('cart', () => {
  test('adds', () => { expect(1 + 2).toBe(3) })
  test('adds floats, größer', () => { console.log('adding'); expect(0.1 + 0.2).toBe(0.3) })
  test('throws', () => { throw new TypeError('no shop\nat 127.0.0.1:5432') })
  test.skip('waits for coupons', () => {})
  test.todo('pays')
  test.fails('is known', () => { expect(1).toBe(2) })
  test.each([1, 2])('counts %i', (n) => { expect(n).toBe(1) })
  describe('in the cellar', () => {
    beforeAll(() => { throw new Error('no light') })
    test('sees', () => {})
  })
})
let tries = 0
test('second time', { retry: 1 }, () => { if (++tries === 1) throw new Error('first time') })
JS
  echo "import './no-such-module'" >broken.test.js
}
make_vitest() {
  [ -e "$NODE_MODULES/vitest" ] || return
  begin; vitest_tests
  npx --no-install vitest run --reporter=json --outputFile="$out/vitest.json" >/dev/null 2>&1
  neutral "$out/vitest.json"
  [ -e "$OLD_MODULES/vitest" ] || return
  begin "$OLD_MODULES"; vitest_tests; sed -i 's/{ retry: 1 }, //' cart.test.js
  npx --no-install vitest run --retry 1 --reporter=json --outputFile="$out/vitest-0.json" >/dev/null 2>&1
  neutral "$out/vitest-0.json"
}
mocha_tests() {
  mkdir test
  cat >test/cart.js <<'JS'
const assert = require('assert')
describe('cart', function () {
  it('adds', () => assert.strictEqual(1 + 2, 3))
  it('adds floats, größer', () => assert.strictEqual(0.1 + 0.2, 0.3))
  it('throws', () => { throw new TypeError('no shop\nat 127.0.0.1:5432') })
  it('waits for coupons')
  it.skip('is known', () => {})
  it('is slow', function (done) { this.timeout(20) })
  it('same name', () => {})
  it('same name', () => { throw 'a text' })
  let tries = 0
  it('second time', function () { this.retries(1); if (++tries === 1) throw new Error('first time') })
  describe('in the cellar', () => {
    before(() => { throw new Error('no light') })
    it('sees', () => {})
    it('sees more', () => {})
  })
  describe('at the till', () => {
    afterEach(() => { throw new Error('does not close') })
    it('opens', () => {})
    it('pays', () => {})
  })
})
JS
}
make_mocha() {
  [ -e "$NODE_MODULES/mocha" ] || return
  begin; mocha_tests
  npx --no-install mocha --reporter json --reporter-option "output=$out/mocha.json" >/dev/null 2>&1
  neutral "$out/mocha.json"
  npx --no-install mocha --reporter mochawesome --reporter-options html=false,json=true,quiet=true >/dev/null 2>&1
  cp mochawesome-report/mochawesome.json "$out/mochawesome.json"
  neutral "$out/mochawesome.json"
  printf "describe('till', () => { it('closes', () => { throw new Error('stuck') }) })" >test/till.js
  npx --no-install mocha test/till.js --reporter mochawesome \
    --reporter-options html=false,json=true,quiet=true,reportFilename=till >/dev/null 2>&1
  npx --no-install mochawesome-merge 'mochawesome-report/*.json' -o "$out/mochawesome-merged.json" >/dev/null 2>&1
  neutral "$out/mochawesome-merged.json"
  [ -e "$OLD_MODULES/mocha" ] || return
  begin "$OLD_MODULES"; mocha_tests
  npx --no-install mocha --reporter json >"$out/mocha-6.json" 2>/dev/null
  neutral "$out/mocha-6.json"
  npx --no-install mocha --reporter mochawesome --reporter-options html=false,json=true,quiet=true >/dev/null 2>&1
  cp mochawesome-report/mochawesome.json "$out/mochawesome-3.json"
  neutral "$out/mochawesome-3.json"
}
make_playwright() {
  [ -e "$NODE_MODULES/@playwright/test" ] || return
  begin; mkdir tests
  cat >tests/cart.spec.js <<'JS'
const { test, expect } = require('@playwright/test')
test.describe('cart', () => {
  test('adds', () => { expect(1 + 2).toBe(3) })
  test('adds floats, größer', () => { console.log('adding'); expect(0.1 + 0.2).toBe(0.3) })
  test.skip('waits for coupons', () => {})
  test('is known', () => { test.fail(); expect(1).toBe(2) })
  test('is known no more', () => { test.fail() })
  test('is slow', async () => { test.setTimeout(50); await new Promise(() => {}) })
  test.describe(() => {
    test.describe.configure({ retries: 1 })
    test('second time', ({}, info) => { if (info.retry === 0) throw new Error('first time') })
    test('never', () => { throw new Error('any time') })
  })
  test('softly', () => { expect.soft(1).toBe(2); expect.soft(3).toBe(4) })
})
test.describe('in the cellar', () => {
  test.describe.configure({ mode: 'serial' })
  test.beforeAll(() => { throw new Error('no light') })
  test('sees', () => {})
  test('sees more', () => {})
})
JS
  cat >playwright.config.js <<'JS'
module.exports = { testDir: 'tests', workers: 1, projects: [{ name: 'one' }, { name: 'two', grep: /adds$/ }] }
JS
  PLAYWRIGHT_JSON_OUTPUT_NAME="$out/playwright.json" npx --no-install playwright test --reporter=json >/dev/null 2>&1
  compact "$out/playwright.json"
  neutral "$out/playwright.json"
  # This reporter counts a test that fails as expected as failed, but writes it as passed.
  sed -i '/is known/d' tests/cart.spec.js
  printf "module.exports = { testDir: 'tests', workers: 1, reporter: [['playwright-ctrf-json-reporter', { outputFile: 'ctrf-playwright.json', outputDir: '%s' }]] }" "$out" >playwright.config.js
  npx --no-install playwright test >/dev/null 2>&1
  neutral "$out/ctrf-playwright.json"
  rm tests/*; echo "require('./no-such-module')" >tests/broken.spec.js
  echo "module.exports = { testDir: 'tests' }" >playwright.config.js
  PLAYWRIGHT_JSON_OUTPUT_NAME="$out/playwright-load-error.json" npx --no-install playwright test --reporter=json >/dev/null 2>&1
  neutral "$out/playwright-load-error.json"
}
make_googletest() {
  [ -e /usr/include/gtest/gtest.h ] || return
  begin
  cat >cart.cc <<'CC'
#include <gtest/gtest.h>
#include <stdexcept>
TEST(Cart, Adds) { EXPECT_EQ(1 + 2, 3); }
TEST(Cart, AddsFloats) { EXPECT_EQ(0.1 + 0.2, 0.3) << "größer"; EXPECT_EQ(1, 2); }
TEST(Cart, Throws) { throw std::runtime_error("no shop\nat 127.0.0.1:5432"); }
TEST(Cart, WaitsForCoupons) { GTEST_SKIP() << "winter"; }
TEST(Cart, DISABLED_Known) { FAIL(); }
class Price : public testing::TestWithParam<int> {};
TEST_P(Price, Counts) { EXPECT_EQ(GetParam(), 1); }
INSTANTIATE_TEST_SUITE_P(Shop, Price, testing::Values(1, 2));
class Cellar : public testing::Test {
 protected:
  static void SetUpTestSuite() { ADD_FAILURE() << "no light"; }
};
TEST_F(Cellar, Sees) {}
CC
  g++ -o cart cart.cc -lgtest -lgtest_main -lpthread || return
  ./cart --gtest_output="json:$out/googletest.json" >/dev/null 2>&1
  neutral "$out/googletest.json"
}

tools=("$@")
[ ${#tools[@]} -gt 0 ] || tools=(pytest behave cucumber cucumber_ruby rspec jest vitest mocha playwright googletest)
for tool in "${tools[@]}"; do "make_$tool"; done

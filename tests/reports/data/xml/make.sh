#!/usr/bin/env bash
# Make the samples again by running the tools: make.sh [TOOL...], all that are installed by default.
# Needs, as far as each is wanted: ROBOTS, a folder of virtual environments named after the version
# of robotframework in each (3.2.2, 4.1.3, 7.3.2); nunit-console, mono's mcs and
# libnunit-framework-cil; cmake and ctest; g++ with catch2 2 (one header).
set -u
out=$(cd "$(dirname "$0")" && pwd)
home=$(mktemp -d)
shop=$home/shop
trap 'rm -rf "$home"' EXIT
: "${ROBOTS:=$PWD/robots}"

# neutral FILE: no path, host name, user or date of this machine stays in a sample.
neutral() {
  [ -s "$1" ] || { echo "nothing written: $(basename "$1")"; rm -f "$1"; return; }
  sed -i -E \
    -e "s#$home/shop#/home/runner/work/shop/shop#g" \
    -e "s#$home#/home/runner#g" \
    -e "s#[^ \"'(<>]*/(site-packages)/#/opt/python/lib/site-packages/#g" \
    -e "s#(machine-name|user|user-domain)=\"[^\"]*\"#\1=\"runner\"#g" \
    -e "s#os-version=\"[^\"]*\"#os-version=\"Unix 6.1\"#" \
    -e "s#Hostname=\"[^\"]*\"#Hostname=\"runner\"#; s#OSRelease=\"[^\"]*\"#OSRelease=\"6.1\"#" \
    -e "s#(OSVersion|VendorString|VendorID|ProcessorClockFrequency|TotalPhysicalMemory)=\"[^\"]*\"#\1=\"\"#" \
    -e "s#<Site BuildName=\"[^\"]*\"#<Site BuildName=\"Linux-c++\"#; s#^\tName=\"[^\"]*\"#\tName=\"runner\"#" \
    -e "s#[0-9]{4}-[0-9]{2}-[0-9]{2}T#2024-05-01T#g; s#\"[0-9]{8} #\"20240501 #g" \
    -e "s#date=\"[0-9-]+\" time=\"[0-9:]+\"#date=\"2024-05-01\" time=\"12:00:00\"#" \
    -e "s#BuildStamp=\"[0-9]{8}#BuildStamp=\"20240501#; s#(<(Start|End)DateTime>)[^<]*#\1May 01 12:00 UTC#" \
    -e "s#(<(Start|End)TestTime>)[0-9]+#\11714565000#" \
    -e "s#\[0x[0-9a-f]+\] in <[0-9a-f]+>#[0x00000] in <0>#g" \
    "$1"
  echo "made: $(basename "$1")"
}
begin() { rm -rf "$shop"; mkdir -p "$shop"; cd "$shop" || exit 1; }

make_robot() {
  begin; mkdir -p suite/till
  cat >suite/cart.robot <<'ROBOT'
*** Test Cases ***
Total
    Should Be Equal As Integers    3    3

Total of floats
    Log    adding the prices
    ${sum}=    Evaluate    0.1 + 0.2
    The total is    ${sum}    ${0.3}

No cart
    Evaluate    {}['cart']

Many lines
    Fail    first line – of three\nsecond <line>\nthird

Coupon
    [Tags]    robot:skip    later
    Fail    no coupons yet

Caught
    Run Keyword And Expect Error    *    Fail    this is fine

*** Keywords ***
The total is
    [Arguments]    ${found}    ${wanted}
    Should Be Equal    ${found}    ${wanted}    the total is wrong
ROBOT
  cat >suite/till/open.robot <<'ROBOT'
*** Settings ***
Suite Setup    Fail    no shop at 127.0.0.1:5432

*** Test Cases ***
First
    No Operation
Second
    No Operation
ROBOT
  cat >suite/till/close.robot <<'ROBOT'
*** Settings ***
Suite Teardown    Fail    the till does not close

*** Test Cases ***
Sells
    No Operation
Fails
    Fail    bad
ROBOT
  cat >flaky.robot <<'ROBOT'
*** Variables ***
${GOOD}    no

*** Test Cases ***
Second time
    Should Be Equal    ${GOOD}    yes
Never
    Fail    never
Always
    No Operation
ROBOT
  for version in 3.2.2 4.1.3 7.3.2; do
    robot=$ROBOTS/$version/bin
    [ -x "$robot/robot" ] || { echo "no robotframework $version"; continue; }
    skip="--skiponfailure later"; [ "$version" = 3.2.2 ] && skip="--noncritical later"
    # shellcheck disable=SC2086
    "$robot/robot" $skip --log NONE --report NONE --output "$out/robot-${version%%.*}.xml" suite >/dev/null 2>&1
    neutral "$out/robot-${version%%.*}.xml"
    "$robot/robot" --log NONE --report NONE --output first.xml flaky.robot >/dev/null 2>&1
    "$robot/robot" --log NONE --report NONE --output second.xml --variable GOOD:yes \
      --rerunfailed first.xml flaky.robot >/dev/null 2>&1
    "$robot/rebot" --merge --log NONE --report NONE --output "$out/robot-${version%%.*}-merged.xml" \
      first.xml second.xml >/dev/null 2>&1
    neutral "$out/robot-${version%%.*}-merged.xml"
  done
}

make_nunit() {
  command -v nunit-console >/dev/null && command -v mcs >/dev/null || return
  begin
  cat >Cart.cs <<'CS'
using System;
using NUnit.Framework;
namespace Shop.Tests {
  [TestFixture] public class CartTests {
    [Test] public void Total() { Assert.AreEqual(3, 1 + 2); }
    [Test] public void TotalOfFloats() {
      Console.WriteLine("adding");
      Assert.AreEqual(0.3, 0.1 + 0.2, 0.0, "the total – wrong\nby a little");
    }
    [Test] public void NoCart() { throw new InvalidOperationException("no cart"); }
    [TestCase(1)] [TestCase(-2)] [TestCase(-2)] public void Price(int price) {
      Assert.That(price, Is.GreaterThan(0));
    }
    [Test, Ignore("no coupons yet")] public void Coupon() {}
    [Test] public void Unsure() { Assert.Inconclusive("cannot tell"); }
    [TestCase] public void WithoutArguments(int price) {}
    [Test, Explicit] public void ByHand() {}
  }
  [TestFixture] public class OpenTests {
    [TestFixtureSetUp] public void Open() { throw new TimeoutException("no shop at 127.0.0.1:5432"); }
    [Test] public void First() {}
    [Test] public void Second() {}
  }
  [TestFixture] public class CloseTests {
    [TearDown] public void Close() { throw new TimeoutException("the till does not close"); }
    [Test] public void Sells() {}
  }
}
CS
  framework=$(find /usr/lib/cli /usr/lib/mono -name nunit.framework.dll | head -1)
  cp "$framework" .
  mcs -target:library -r:nunit.framework.dll -out:Shop.Tests.dll Cart.cs || return
  nunit-console Shop.Tests.dll -xml:"$out/nunit2.xml" >/dev/null 2>&1
  neutral "$out/nunit2.xml"
}

make_ctest() {
  command -v ctest >/dev/null || return
  begin
  cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.16)
project(shop NONE)
include(CTest)
add_test(NAME total COMMAND sh -c "echo fine")
add_test(NAME floats COMMAND sh -c "echo adding; printf 'total – 0.30000000000000004 is not 0.3\\n'; exit 3")
add_test(NAME loud COMMAND sh -c "seq -f 'adding price %.0f – of many' 60; echo 'the till does not close'; exit 1")
add_test(NAME quiet COMMAND sh -c "exit 1")
add_test(NAME slow COMMAND sleep 5)
set_tests_properties(slow PROPERTIES TIMEOUT 1)
add_test(NAME crash COMMAND sh -c "echo before; kill -SEGV $$")
add_test(NAME no_till COMMAND /opt/shop/no-such-till)
add_test(NAME later COMMAND true)
set_tests_properties(later PROPERTIES DISABLED TRUE)
add_test(NAME elsewhere COMMAND sh -c "echo only on windows; exit 77")
set_tests_properties(elsewhere PROPERTIES SKIP_RETURN_CODE 77)
add_test(NAME warned COMMAND sh -c "echo 'warning: no cart'")
set_tests_properties(warned PROPERTIES FAIL_REGULAR_EXPRESSION "warning: ")
add_test(NAME open COMMAND false)
set_tests_properties(open PROPERTIES FIXTURES_SETUP shop)
add_test(NAME sells COMMAND true)
set_tests_properties(sells PROPERTIES FIXTURES_REQUIRED shop)
CMAKE
  cmake . >/dev/null 2>&1
  ctest -D ExperimentalTest >/dev/null 2>&1
  cp Testing/*/Test.xml "$out/ctest.xml"; neutral "$out/ctest.xml"
  rm -rf Testing/2*
  ctest -D ExperimentalTest --no-compress-output >/dev/null 2>&1
  cp Testing/*/Test.xml "$out/ctest-plain.xml"; neutral "$out/ctest-plain.xml"
}

make_catch2() {
  command -v g++ >/dev/null || return
  begin
  cat >cart.cc <<'CC'
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#include <csignal>
#include <iostream>
#include <stdexcept>
TEST_CASE("total", "[cart]") { REQUIRE(1 + 2 == 3); }
TEST_CASE("floats", "[cart]") {
  SECTION("sum") {
    INFO("adding – the prices");
    std::cout << "adding\n";
    double total = 0.1 + 0.2;
    CHECK(total == 0.3);
  }
  SECTION("product") { CHECK(2 * 0.5 == 1); }
  SECTION("deep") { SECTION("deeper") { FAIL_CHECK("told so\nin two lines"); } }
}
TEST_CASE("throws") { throw std::runtime_error("no cart"); }
TEST_CASE("throws in an assertion") {
  auto open = []() -> int { throw std::runtime_error("no shop at 127.0.0.1:5432"); };
  REQUIRE(open() == 1);
}
TEST_CASE("known", "[!mayfail]") { CHECK(1 == 2); }
TEST_CASE("known no more", "[!shouldfail]") { CHECK(1 == 1); }
TEMPLATE_TEST_CASE("price", "", int, unsigned) { CHECK(TestType(-1) < TestType(0)); }
TEST_CASE("last one crashes") { std::raise(SIGSEGV); }
CC
  g++ -std=c++17 cart.cc -o cart 2>/dev/null || return
  ./cart -r xml -d yes -o "$out/catch2-2.xml" >/dev/null 2>&1
  neutral "$out/catch2-2.xml"
}

for tool in "${@:-robot nunit ctest catch2}"; do
  for one in $tool; do "make_$one"; done
done

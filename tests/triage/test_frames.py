"""Stack traces of many languages."""

import pytest

from bot.triage.reading.exception_groups import group_leaf
from bot.triage.reading.frame_names import short_function
from bot.triage.reading.frame_styles import STYLES, Style
from bot.triage.reading.frames import Frame, read_frames
from bot.triage.reading.paths import place_of
from bot.triage.reading.root import root_cause
from bot.triage.reading.signature import signature

PYTEST = """\
    def test_total():
        cart = Cart()
>       assert cart.total() == 3

tests/test_cart.py:12:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _
/opt/venv/lib/python3.12/site-packages/attr/_make.py:80: in call
    return f()

self = <Cart>

    def total(self):
        def inner():
            pass
>       return self.prices["x"]
E       KeyError: 'x'

src/shop/cart.py:7: KeyError
"""


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_the_example_of_a_style_is_one_own_frame_in_line_7(style: Style) -> None:
    (frame,) = read_frames(style.example)
    assert (frame.line, frame.is_own) == (7, True)
    assert "art" in frame.file


def test_pytest_long_traces_take_functions_from_the_source_above() -> None:
    assert read_frames(PYTEST) == (
        Frame("src/shop/cart.py", "total", 7, is_own=True),
        Frame("/opt/venv/lib/python3.12/site-packages/attr/_make.py", "call", 80, is_own=False),
        Frame("tests/test_cart.py", "test_total", 12, is_own=True),
    )


# What each tool really prints, one trace a language, and the place that must come out of it.
TRACES = {
    "Python": (
        """Traceback (most recent call last):
  File "/opt/hostedtoolcache/Python/3.12.4/x64/lib/python3.12/unittest/case.py", line 58, in testPartExecutor
    yield
  File "/home/runner/work/shop/shop/tests/test_cart.py", line 9, in test_total
    cart.total()
    ~~~~~~~~~~^^
  File "/home/runner/work/shop/shop/shop/cart.py", line 7, in total
    return self.prices["x"]
           ~~~~~~~~~~~^^^^^
  File "/opt/hostedtoolcache/Python/3.12.4/x64/lib/python3.12/json/decoder.py", line 337, in decode
    obj, end = self.raw_decode(s)
KeyError: 'x'""",
        "shop/cart.py:total",
    ),
    "pytest, short": (
        """tests/test_cart.py:9: in test_total
    cart.total()
shop/cart.py:7: in total
    return self.prices["x"]
E   KeyError: 'x'""",
        "shop/cart.py:total",
    ),
    "pytest, one line": ("/app/shop/cart.py:7: KeyError: 'x'", "shop/cart.py:"),
    "node": (
        """TypeError: Cannot read properties of null (reading 'price')
    at Array.map (<anonymous>)
    at Cart.deep [as total] (file:///home/runner/work/shop/shop/src/cart.mjs:2:84)
    at async Promise.all (index 0)
    at file:///home/runner/work/shop/shop/test/cart.test.mjs:3:27
    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)
    at async ModuleLoader.import (node:internal/modules/esm/loader:606:24)""",
        "src/cart.mjs:deep",
    ),
    "node, a getter": (
        "Error: g\n    at get total [as total] (/app/src/cart.js:2:221)\n    at /app/test/cart.test.js:3:47",
        "src/cart.js:total",
    ),
    "a browser's bundle": (
        "Error: x\n    at https://shop.example/assets/index-Bx7Kq2a9.js:1:48210",
        "assets/index.js:",
    ),
    "Firefox": (
        "add@http://localhost:4173/src/cart.ts:10:11\ncheckout@http://localhost:4173/src/pay.ts:3:5",
        "src/cart.ts:add",
    ),
    "webpack": (
        "Error: x\n    at Cart.add (webpack-internal:///./src/cart.js:12:7)",
        "src/cart.js:add",
    ),
    "Vitest": (
        " \u276f Cart.add src/cart.ts:7:11\n \u276f src/cart.test.ts:12:20",
        "src/cart.ts:add",
    ),
    "Java, a chain": (
        """java.lang.RuntimeException: wrap 17
\tat app//com.acme.Boot.run(Boot.java:5)
\tSuppressed: java.io.IOException: close
\t\t... 10 more
Caused by: java.lang.IllegalStateException: closed
\tat com.acme.Cart$Inner.lambda$go$0(Cart.java:3)
\tat java.base/java.lang.Iterable.forEach(Iterable.java:75)
\tat com.acme.Cart$Inner.go(Cart.java:3)
\t... 10 more""",
        "Cart.java:go",
    ),
    "Java, native": (
        "java.net.BindException: in use\n\tat java.base/sun.nio.ch.Net.bind0(Native Method)\n"
        "\tat com.acme.Server.listen(Server.java:31)",
        "Server.java:listen",
    ),
    "Kotlin, a coroutine": (
        "x\n\tat com.acme.Hall$reserve$2.invokeSuspend(Hall.kt:40)\n"
        "\tat kotlin.coroutines.jvm.internal.BaseContinuationImpl.resumeWith(ContinuationImpl.kt:33)",
        "Hall.kt:reserve",
    ),
    "Scala": (
        "x\n\tat com.acme.Cart.$anonfun$total$2(Cart.scala:3)\n"
        "\tat scala.collection.immutable.List.map(List.scala:250)",
        "Cart.scala:total",
    ),
    "C#": (
        """   at System.Linq.ThrowHelper.ThrowNoElementsException()
   at Acme.Queue.<>c__DisplayClass3_0.<<DrainAsync>b__0>d.MoveNext() in /home/runner/work/shop/shop/src/Queue.cs:line 31
--- End of stack trace from previous location where exception was thrown ---
   at Acme.Tests.QueueTests.Drains() in /home/runner/work/shop/shop/tests/QueueTests.cs:line 12""",
        "src/Queue.cs:DrainAsync",
    ),
    "Go, a panic": (
        """panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4f50e9]

goroutine 7 [running]:
testing.tRunner.func1.2({0x508f60, 0x5fea90})
\t/usr/lib/go-1.19/src/testing/testing.go:1396 +0x24e
panic({0x508f60, 0x5fea90})
\t/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
example.com/shop/cart.(*Cart[...]).Total.func1(...)
\t/builds/acme/shop/cart/cart.go:3
example.com/shop/cart.TestTotal.func1(0x0?)
\t/builds/acme/shop/cart/cart_test.go:3 +0x5f

goroutine 9 [chan receive]:
example.com/shop/mail.Send()
\t/builds/acme/shop/mail/mail.go:9 +0x1""",
        "cart/cart.go:Total",
    ),
    "Go, a race": (
        """WARNING: DATA RACE
Read at 0x00c0000b21a8 by goroutine 8:
  example.com/shop/cart.(*Box).Add()
      /builds/acme/shop/cart/cart.go:6 +0x44

Previous write at 0x00c0000b21a8 by goroutine 7:
  example.com/shop/mail.Send()
      /builds/acme/shop/mail/mail.go:6 +0x124""",
        "cart/cart.go:Add",
    ),
    "Rust": (
        """thread 'a' (25594) panicked at src/cart.rs:2:135:
called `Option::unwrap()` on a `None` value
stack backtrace:
   0: __rustc::rust_begin_unwind
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/std/src/panicking.rs:689:5
   1: core::option::Option<T>::unwrap
             at /rustc/59807616e1fa2540724bfbac14d7976d7e4a3860/library/core/src/option.rs:1016:21
   2:     0x5581f8b2aaaa - <shop::Cart<u8> as shop::Tax>::tax::{{closure}}::hfedcba9876543210
             at ./src/cart.rs:2:135
   3: serde::de::Deserialize
             at /root/.cargo/registry/src/index.example-6f17d22bba15001f/serde-1.0.2/src/de.rs:2:145""",
        "src/cart.rs:tax",
    ),
    "AddressSanitizer": (
        """==11191==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000018 at pc 0x5600a85f12ff
READ of size 4 at 0x602000000018 thread T0
    #0 0x7f0fb78ba038 in operator delete[](void*) ../../../../src/libsanitizer/asan/asan_new_delete.cpp:155
    #1 0x5600a85f1e66 in std::function<int (int)>::operator()(int) const /usr/include/c++/12/bits/std_function.h:591
    #2 0x5600a85f12fe in shop::Cart<std::__cxx11::basic_string<char> >::total(int) const::{lambda(int)#1}::operator()(int) const /builds/acme/shop/src/cart.cc:6:3
    #3 0x7f0fb7645249 in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58

freed by thread T0 here:
    #0 0x5600a85f0458 in other() /builds/acme/shop/src/other.cc:7""",
        "src/cart.cc:total",
    ),
    "gdb": (
        "#0  0x0000555555555511 in parse (s=0x0) at src/parse.c:12\n#1  main (argc=1) at src/main.c:20",
        "src/parse.c:parse",
    ),
    "googletest": ("src/cart.cc:12: Failure\nValue of: x", "src/cart.cc:"),
    "Ruby 3.1": (
        """lib/cart.rb:1:in `block (2 levels) in total': undefined method `price' for nil (NoMethodError)
\tfrom lib/cart.rb:1:in `each'""",
        "lib/cart.rb:total",
    ),
    "Ruby 3.4": (
        "/usr/lib/ruby/gems/3.4.0/gems/rack-3.1/lib/rack.rb:3:in 'Rack.call'\n"
        "     # ./lib/cart.rb:7:in 'Shop::Cart#total'\n     # ./spec/cart_spec.rb:3:in 'block in <top (required)>'",
        "lib/cart.rb:total",
    ),
    "PHP": (
        "#0 /app/vendor/lib/a.php(3): A\\B->c()\n#1 /app/src/Cart.php(7): App\\Cart->App\\{closure}()\n#2 {main}",
        "src/Cart.php:Cart",
    ),
    "Dart": (
        """#0      List.first (dart:core-patch/growable_array.dart:343:5)
#1      Cart.total.<anonymous closure> (package:shop/cart.dart:7:3)
#2      main.<anonymous closure> (file:///builds/acme/shop/test/cart_test.dart:9:5)""",
        "package:shop/cart.dart:total",
    ),
    "Dart, folded": (
        "package:test_api            expect\npackage:shop/cart.dart 7:3   Cart.total\ntest/cart_test.dart 12:3   main.<fn>",
        "package:shop/cart.dart:total",
    ),
    "Swift": (
        "0 [ra] 0x0000aaaa Cart.total() + 12 in Shop at /builds/acme/shop/Sources/Shop/Cart.swift:7:9",
        "Shop/Cart.swift:total",
    ),
    "Apple's crash report": (
        "0   libswiftCore.dylib    0x00000001b4b2f1c4 $ss17_assertionFailure + 212\n"
        "1   ShopKit    0x0000000104b2f1c4 $s4Shop4CartC5totalSiyF + 212",
        "ShopKit:$s4Shop4CartC5totalSiyF",
    ),
    "Elixir": (
        "    (stdlib 5.0) lists.erl:1: :lists.map/2\n    (shop 0.1.0) lib/shop/cart.ex:7: Shop.Cart.total/1",
        "shop/cart.ex:total",
    ),
}


@pytest.mark.parametrize(("trace", "place"), TRACES.values(), ids=TRACES.keys())
def test_the_innermost_frame_of_the_project_is_the_place(trace: str, place: str) -> None:
    assert signature("", "", trace).place == place


NAMES = {
    "a lambda of Java": ("com.acme.Cart.lambda$total$3", "com.acme.Cart.total"),
    "a class within a class": ("com.acme.Outer$Inner.go", "com.acme.Outer.Inner.go"),
    "a suspended function": ("com.acme.Hall.book$suspendImpl", "com.acme.Hall.book"),
    "a default of Kotlin": ("com.acme.Cart.total$default", "com.acme.Cart.total"),
    "an older function of Scala": ("com.acme.Cart$$anonfun$total$1.apply", "com.acme.Cart.total"),
    "an async method of C#": ("Acme.Cart.<Total>d__3.MoveNext()", "Acme.Cart.Total"),
    "a lambda of C#": ("Acme.Cart.<>c.<Total>b__0_1(Int32 x)", "Acme.Cart.Total"),
    "a local function of C#": ("Acme.Cart.<Total>g__Inner|3_0()", "Acme.Cart.Total.Inner"),
    "a generic type of C#": ("Acme.Cart`1.Total[T](T x)", "Acme.Cart.Total"),
    "a closure of Rust": ("shop::Cart<T>::total::{{closure}}", "shop::Cart::total"),
    "a hash of Rust": ("shop::total::h0a1b2c3d4e5f6a7b", "shop::total"),
    "a trait of Rust": ("<shop::Cart<u8> as shop::Tax>::tax", "shop::Cart::tax"),
    "a closure of Go": ("shop/cart.TestTotal.func1.1", "shop/cart.TestTotal"),
    "a generic function of Go": ("shop/cart.Map[...]", "shop/cart.Map"),
    "a receiver of Go": ("shop/cart.(*Box[...]).Add-fm", "shop/cart.Box.Add"),
    "a template of C++": ("a::B<c<d>, e>::f(int) const", "a::B::f"),
    "an operator of C++": ("Cart::operator==(Cart const&) const", "Cart::operator=="),
    "a copy by the optimizer": ("total(int) [clone .part.0]", "total"),
    "a constructor of JavaScript": ("new Cart", "Cart"),
    "another name of JavaScript": ("async Cart.add [as total]", "Cart.add"),
    "a module of JavaScript": ("Object.<anonymous>", ""),
    "a block of Ruby": ("block (2 levels) in Cart#total", "Cart#total"),
    "a file of Ruby": ("<top (required)>", ""),
    "a closure of PHP": ("App\\Cart->App\\{closure}", "App\\Cart"),
    "a closure of Dart": ("Cart.total.<anonymous closure>", "Cart.total"),
    "a module of Python": ("<module>", "<module>"),
    "a lambda of Python": ("Cart.total.<locals>.<lambda>", "Cart.total"),
}


@pytest.mark.parametrize(("function", "name"), NAMES.values(), ids=NAMES.keys())
def test_names_made_by_a_compiler_become_those_of_the_source(function: str, name: str) -> None:
    assert short_function(function) == name


GROUP = """\
  + Exception Group Traceback (most recent call last):
  |   File "/app/serve.py", line 9, in main
  |     async with asyncio.TaskGroup() as tg:
  | ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "/app/shop/wait.py", line 2, in wait
    |     raise CancelledError
    | asyncio.exceptions.CancelledError
    +---------------- 2 ----------------
    | ExceptionGroup: inner (1 sub-exception)
    +-+---------------- 1 ----------------
      | Traceback (most recent call last):
      |   File "/app/shop/worker.py", line 4, in poll
      |     raise shop.Closed("no queue named mail")
      | shop.Closed: no queue named mail
      +------------------------------------
"""


def test_the_first_exception_in_a_group_that_was_not_canceled_is_the_root() -> None:
    found = signature("", "ExceptionGroup: unhandled errors in a TaskGroup", GROUP)
    assert found.key == "Closed: no queue named mail @ shop/worker.py:poll"


def test_a_group_without_anything_inside_has_no_root() -> None:
    assert (
        group_leaf("  + Exception Group Traceback\n  | ExceptionGroup: a (1 sub-exception)") is None
    )


ROOTS = {
    "Python": (
        "TimeoutError: no answer\n\nThe above exception was the direct cause of the following exception:\n\nStartError: x",
        ("TimeoutError", "no answer"),
    ),
    "Java": (
        "a.BootException: x\nCaused by: a.DbException: y\n\t... 3 more\nCaused by: java.net.BindException: in use",
        ("BindException", "in use"),
    ),
    "node": (
        "Error: later {\n  [cause]: TypeError: inner\n      at Cart.later (a.mjs:2:147)\n}",
        ("TypeError", "inner"),
    ),
    ".NET": (
        "System.AggregateException : One or more errors ---> System.TimeoutException : no answer",
        ("TimeoutException", "no answer"),
    ),
    "PHPUnit": (
        "LogicException: outer\n\nCaused by\nRuntimeException: inner",
        ("RuntimeException", "inner"),
    ),
    "Rust": (
        "Error: cannot start\n\nCaused by:\n    0: cannot read config\n    1: no such file",
        ("", "no such file"),
    ),
}


@pytest.mark.parametrize(("trace", "root"), ROOTS.values(), ids=ROOTS.keys())
def test_the_end_of_a_chain_names_the_cause(trace: str, root: tuple[str, str]) -> None:
    found = root_cause(trace)
    assert found is not None
    assert found[:2] == root


def test_an_exception_raised_while_another_was_handled_is_not_its_effect() -> None:
    handled = "During handling of the above exception, another exception occurred:"
    assert root_cause(f"ValueError: a\n\n{handled}\n\nKeyError: 'b'") is None


PLACES = {
    "a bundle": ("dist/assets/index-Bx7Kq2a9.js", "Cart.add", "assets/index.js:add"),
    "a word that looks like one": ("src/cart-bootstrap.js", "add", "src/cart-bootstrap.js:add"),
    "Ruby of two versions": ("lib/cart.rb", "Cart#total", "lib/cart.rb:total"),
}


@pytest.mark.parametrize(("file", "function", "place"), PLACES.values(), ids=PLACES.keys())
def test_a_place_has_two_parts_of_the_path_and_the_bare_function(
    file: str, function: str, place: str
) -> None:
    assert place_of(file, function) == place


FOREIGN = {
    "a library of Python": '  File "/x/site-packages/a/b.py", line 1, in c',
    "the loader of Python": '  File "<frozen importlib._bootstrap>", line 1, in _load',
    "a package of node": "    at f (/app/node_modules/jest/a.js:1:2)",
    "node itself": "    at process (node:internal/process/task_queues:95:5)",
    "the JDK": "    at java.util.ArrayList.get(ArrayList.java:4)",
    "JUnit": "    at org.junit.Assert.fail(Assert.java:86)",
    "a JDK module": "    at java.base/java.lang.Thread.run(Thread.java:1)",
    "go's runner": "testing.tRunner(0xc0)\n\t/usr/local/go/src/testing/testing.go:15 +0x1",
    "Rust's library": "  1: core::panicking::panic_fmt\n     at /rustc/abc/library/core/src/panicking.rs:72:14",
    "a gem": "/usr/lib/ruby/gems/3.2.0/gems/rspec/a.rb:3:in `run'",
    "a crate": "  1: serde::de\n     at /root/.cargo/registry/src/x-1/serde-1.0/src/de.rs:72:14",
    "the tools of Go": "panic(0x1)\n\t/opt/hostedtoolcache/go/1.23.1/x64/src/runtime/panic.go:884 +0x212",
    "a module of Go": "github.com/a/b.C(0x1)\n\t/root/go/pkg/mod/b@v1/c.go:8 +0x2",
    "a header of the system": "    #0 0x1 in std::sort() /usr/include/c++/12/bits/stl_algo.h:4",
    "a package of Dart": "#0      expect (package:matcher/expect.dart:7:3)",
    "a package of PHP": "#0 /app/vendor/phpunit/phpunit/src/TestCase.php(7): A->b()",
    "Spring": "    at org.springframework.boot.SpringApplication.run(SpringApplication.java:3)",
    ".NET": "   at System.Linq.First(X s) in /_/src/Linq.cs:line 5",
}


@pytest.mark.parametrize("trace", FOREIGN.values(), ids=FOREIGN.keys())
def test_frames_of_others_are_not_own(trace: str) -> None:
    assert [frame.is_own for frame in read_frames(trace)] == [False]


def test_text_without_frames_has_none() -> None:
    assert read_frames("nothing to see at all: 12") == ()

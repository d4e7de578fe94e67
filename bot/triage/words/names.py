"""What a cause is called that names a thing: missing, undefined, or of the wrong use."""

from bot.triage.words.row import rows

NAMES = rows(
    (
        r"DID NOT RAISE (?:any of )?\(?<class '([\w.]+)'",
        "{} not raised",
        "DID NOT RAISE <class 'shop.OutOfStock'>",
        "out of stock not raised",
    ),
    (
        r"expected ([\w.$:]+) (?:to be thrown|but nothing was raised)",
        "{} not raised",
        "Expected com.acme.Closed to be thrown, but nothing was thrown",
        "closed not raised",
    ),
    (
        r"exception of type \"([\w\\]+)\" is thrown",
        "{} not raised",
        'Failed asserting that exception of type "App\\Closed" is thrown.',
        "closed not raised",
    ),
    (
        r"function did not throw|no exception was thrown",
        "did not throw",
        "Received function did not throw",
        "did not throw",
    ),
    (
        r"'NoneType' object has no attribute '(\w+)'",
        "{} of none",
        "'NoneType' object has no attribute 'total'",
        "total of none",
    ),
    (
        r"has no attribute '(\w+)'",
        "missing {}",
        "'Cart' object has no attribute 'event_tester'",
        "missing event tester",
    ),
    (
        r"partially initialized module '?([\w.]+)",
        "circular import {}",
        "cannot import name 'a' from partially initialized module 'shop.cart'",
        "circular import cart",
    ),
    (
        r"No module named '?([\w.]+)'?",
        "missing module {}",
        "No module named 'shop.cart'",
        "missing module cart",
    ),
    (
        r"cannot import name '?(\w+)'?",
        "cannot import {}",
        "cannot import name 'Cart' from 'shop'",
        "cannot import cart",
    ),
    (
        r"(?:Cannot find (?:module|package)|Failed to resolve import|Could not resolve) ['\"]([^'\"\n]+)['\"]",
        "missing module {}",
        "Cannot find module './utils/money'",
        "missing module money",
    ),
    (
        r"no required module provides package ([\w./-]+)",
        "missing module {}",
        "no required module provides package example.com/shop/money",
        "missing module money",
    ),
    (
        r"cannot load such file -- ([\w./-]+)",
        "missing module {}",
        "cannot load such file -- shop/money",
        "missing module money",
    ),
    (
        r"unresolved import `([\w:]+)`",
        "missing import {}",
        "unresolved import `crate::money`",
        "missing import money",
    ),
    (
        r"does not provide an export named '(\w+)'|export '(\w+)' .{0,80}was not found",
        "missing export {}",
        "The module './a.js' does not provide an export named 'total'",
        "missing export total",
    ),
    (
        r"fixture '(\w+)' not found",
        "missing fixture {}",
        "fixture 'db' not found",
        "missing fixture db",
    ),
    (
        r"undefined (?:local variable or )?method [`'](\w+[?!]?)' for nil",
        "{} of nil",
        "undefined method 'price' for nil",
        "price of nil",
    ),
    (
        r"undefined (?:local variable or )?method [`'](\w+)",
        "missing method {}",
        "undefined method 'price' for an instance of Order",
        "missing method price",
    ),
    (
        r"uninitialized constant ([\w:]+)",
        "missing constant {}",
        "uninitialized constant Shop::Money",
        "missing constant money",
    ),
    (
        r"Call to a member function (\w+)\(\) on null",
        "{} of null",
        "Call to a member function total() on null",
        "total of null",
    ),
    (
        r"Call to undefined (?:method|function) ([\w\\:]+)",
        "missing function {}",
        "Call to undefined method App\\Cart::total()",
        "missing function total",
    ),
    (
        r"Class \"([\w\\]+)\" not found",
        "missing class {}",
        'Class "App\\Calculator" not found',
        "missing class calculator",
    ),
    (
        r"Undefined (?:array key|index|variable|property):? [\"$]{0,2}([A-Za-z]\w*)",
        "undefined {}",
        'Undefined array key "total"',
        "undefined total",
    ),
    (
        r"(?:ClassNotFoundException|NoClassDefFoundError): ([\w./$]+)",
        "missing class {}",
        "java.lang.NoClassDefFoundError: com/acme/Money",
        "missing class money",
    ),
    (
        r"No qualifying bean of type '([\w.$]+)",
        "missing bean {}",
        "No qualifying bean of type 'com.acme.PriceFeed' available",
        "missing bean price feed",
    ),
    (
        r"Unable to resolve service for type '([\w.]+)",
        "missing service {}",
        "Unable to resolve service for type 'Shop.IClock'",
        "missing service i clock",
    ),
    (
        r"Could not load file or assembly '([\w.]+)",
        "missing assembly {}",
        "Could not load file or assembly 'Shop.Money, Version=1.0'",
        "missing assembly money",
    ),
    (
        r"(?:The type or namespace name|The name) '(\w+)' (?:could not be found|does not exist)",
        "undefined {}",
        "The type or namespace name 'Money' could not be found",
        "undefined money",
    ),
    (
        r"does not contain a definition for '(\w+)'",
        "missing {}",
        "'Cart' does not contain a definition for 'Total'",
        "missing total",
    ),
)
"""Rows from particular to general; the first that fits wins."""

"""What a cause is called that ends a program: memory, nulls, races, bounds."""

from bot.triage.words.row import rows

CRASH = rows(
    (
        r"(?:address|leak|memory)sanitizer: (?:detected )?([a-z]+(?:-[a-z]+){1,4}|memory leaks?|data race|SEGV)",
        "{}",
        "ERROR: AddressSanitizer: heap-use-after-free on address",
        "heap use after free",
    ),
    (
        r"data race|race detected|race condition",
        "data race",
        "WARNING: DATA RACE",
        "data race",
    ),
    (
        r"signed integer overflow|(?:arithmetic|integer) overflow|with overflow|OverflowError|ArithmeticOverflow",
        "overflow",
        "attempt to subtract with overflow",
        "overflow",
    ),
    (
        r"division by zero|divide by zero|/ by zero|divided by 0|ZeroDivision",
        "division by zero",
        "ZeroDivisionError: division by zero",
        "division by zero",
    ),
    (
        r"stack ?overflow|recursion|call stack size exceeded|stack level too deep",
        "endless recursion",
        "Maximum call stack size exceeded",
        "endless recursion",
    ),
    (
        r"stack smashing|double free|heap corruption|free\(\): invalid|corrupted (?:size|top|unsorted)",
        "memory corruption",
        "double free or corruption (out)",
        "memory corruption",
    ),
    (
        r"\b(nil|null) ?pointer|(Null)Pointer",
        "{} pointer",
        "invalid memory address or nil pointer dereference",
        "nil pointer",
    ),
    (
        r"null ?reference|object reference not set",
        "null reference",
        "Object reference not set to an instance of an object.",
        "null reference",
    ),
    (
        r"unwrap\(\)` on a `None`|found nil while unwrapping|XCTUnwrap failed|null check operator used on a null",
        "unwrap of none",
        "called `Option::unwrap()` on a `None` value",
        "unwrap of none",
    ),
    (
        r"assignment to entry in nil map",
        "nil map",
        "panic: assignment to entry in nil map",
        "nil map",
    ),
    (
        r"(?:send on|close of) closed channel",
        "closed channel",
        "panic: send on closed channel",
        "closed channel",
    ),
    (
        r"concurrent map",
        "concurrent map writes",
        "fatal error: concurrent map writes",
        "concurrent map writes",
    ),
    (
        r"index (?:is )?out of (range|bounds)",
        "index out of {}",
        "index out of bounds: the len is 3 but the index is 7",
        "index out of bounds",
    ),
    (
        r"IndexError|IndexOutOfBounds|out_of_range|ArgumentOutOfRange",
        "index out of range",
        "std::out_of_range: vector::at",
        "index out of range",
    ),
    (
        r"already (?:mutably )?borrowed",
        "already borrowed",
        "already borrowed: BorrowMutError",
        "already borrowed",
    ),
    (
        r"unwrap\(\)` on an `Err`",
        "unwrap of error",
        "called `Result::unwrap()` on an `Err` value: ParseIntError",
        "unwrap of error",
    ),
)
"""Rows from particular to general; the first that fits wins."""

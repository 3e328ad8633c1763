#!/usr/bin/env python3
"""Functions of text against Python's own str and bytes.

usage: strings_test.py FOLDER
"""

import random
import unicodedata

from module import Test, ac, main

TESTS = ("isalpha", "isdigit", "isspace", "isalnum", "islower", "isupper", "istitle", "isdecimal", "isnumeric")
CASES = ("upper", "lower", "swapcase", "capitalize", "title")


# What Unicode 15 changed about older characters: lower case, and numbers in Chinese.
CHANGED = "\u10fc\ua7f2\ua7f3\ua7f4\uab69\u4e24\u4eac\u4fe9\u5006\u62d0\u6d1e\u7695\u79ed\u920e\u94a9"


def assigned():
    """The code points that this Python's Unicode knows and that didn't change, without surrogates and zero."""
    return [chr(code) for code in range(1, 0x110000)
            if unicodedata.category(chr(code)) not in ("Cn", "Cs") and chr(code) not in CHANGED]


class Strings(Test):
    def test_every_character(self):
        characters = assigned()
        array = ac.asarray(characters)
        for name in TESTS:
            found = getattr(ac.strings, name)(array).tolist()
            self.assertEqual([one for one, is_so in zip(characters, found) if getattr(one, name)() != is_so], [], name)
        wide = array.astype("U3")
        for name in CASES:
            found = getattr(ac.strings, name)(wide).tolist()
            self.assertEqual([one for one, to in zip(characters, found) if getattr(one, name)() != to], [], name)

    def test_words(self):
        draw = random.Random(1)
        pool = "aB1 \u03a3\u03b1.'\u0345\u01c5\u00df\u02b0\ufb01"
        words = ["".join(draw.choice(pool) for _ in range(draw.randrange(1, 7))) for _ in range(3000)]
        array = ac.asarray(words).astype("U21")
        for name in TESTS + CASES:
            self.assertEqual(getattr(ac.strings, name)(array).tolist(), [getattr(one, name)() for one in words], name)

    def test_searches(self):
        draw = random.Random(2)
        for _ in range(300):
            text, part = ("".join(draw.choice("ab") for _ in range(draw.randrange(limit))) for limit in (7, 3))
            start, stop = draw.randrange(-8, 9), draw.choice([None, draw.randrange(-8, 9)])
            for name in ("find", "rfind", "count", "startswith", "endswith"):
                found = getattr(ac.strings, name)(text, part, start, stop)
                self.assertEqual(found.item(), getattr(text, name)(part, start, stop), (name, text, part, start, stop))

    def test_changes(self):
        self.assertEqual(ac.strings.replace(["abab", "b"], "b", "xy", [1, -1]).tolist(), ["axyab", "xy"])
        self.assertEqual(ac.strings.center(b"ab", 5, "*").item(), b"**ab*")
        self.assertEqual(ac.strings.zfill(["-1", "x"], 3).tolist(), ["-01", "00x"])
        self.assertEqual([part.item() for part in ac.strings.partition("a-b-c", "-")], ["a", "-", "b-c"])
        self.assertEqual(ac.char.rpartition(["a-b-c", ""], "-").tolist(), [["a-b", "-", "c"], ["", "", ""]])
        self.assertEqual(ac.strings.multiply("ab", [0, 2]).tolist(), ["", "abab"])
        self.assertEqual(ac.strings.expandtabs("a\tb", 4).item(), "a   b")
        self.assertEqual(ac.strings.strip(["xax", " "], "x").tolist(), ["a", " "])

    def test_comparisons(self):
        self.assertEqual(ac.char.equal(["a ", "b"], "a").tolist(), [True, False])
        self.assertEqual(ac.strings.equal(["a ", "b"], "b").tolist(), [False, True])

    def test_what_is_wrong(self):
        for wrong in (lambda: ac.strings.upper([1]), lambda: ac.strings.find("a", b"a"),
                      lambda: ac.strings.isdecimal(b"1"), lambda: ac.strings.ljust("a", 3, "ab"),
                      lambda: ac.strings.find("a", "a", 0.5)):
            self.assertRaises(TypeError, wrong)
        for wrong in (lambda: ac.strings.index("a", "b"), lambda: ac.strings.partition("a", ""),
                      lambda: ac.strings.multiply("a", 2**62), lambda: ac.strings.find(["a", "b"], ["a", "b", "c"])):
            self.assertRaises(ValueError, wrong)


if __name__ == "__main__":
    main()

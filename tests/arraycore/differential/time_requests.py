"""Times as text and texts as times, for random_requests.py."""


class TimesAndTexts:
    def time_and_text(self):
        """One as the other. A unit is always there: NumPy finds one for a whole array of texts."""
        times = self.time_type(self.random.choice("Mm"))
        while "[" not in times:
            times = self.time_type(times[1])
        length = self.random.choice([4, 10, 28, 40, 60])
        letter = self.random.choice(["|S", "<U"])
        # A datetime out of text corrupts the heap of 1.21 to 1.26, and later requests would look wrong.
        corrupts = times[1] == "M" and [1, 21] <= self.release <= [1, 26]
        if corrupts or self.random.random() < 0.5:
            return {"dtype": letter + str(length)}, [self.array(times, [1])]
        text = self.time_text(times[1]).ljust(60, "\0")
        element = text.encode("utf-32-le" if letter == "<U" else "ascii")
        return {"dtype": times}, [self.array(letter + "60", [1], [element])]

    def time_text(self, kind):
        pick, between = self.random.choice, self.random.randrange
        if self.random.random() < 0.1:
            return pick(["", "NaT", "nat", " NaT", "now!", "2020-2-9", "2020-02-30", "2020-13", "T12", "5.5", "0x10"])
        if kind == "m":
            return pick(["", "", "+", "-", " "]) + str(between(10 ** between(1, 21)))
        year = pick([between(1700, 2250), between(1700, 2250), between(10 ** pick([4, 5, 9]))])
        parts = [pick(["", "", "", "", "-", "+", " "]) + str(year).zfill(pick([0, 4]))]
        parts += [f"-{between(1, 13):02}", f"-{between(1, 32):02}", pick("TT ") + f"{between(24):02}",
                  f":{between(60):02}", f":{between(61):02}", "." + str(between(10 ** between(1, 19)))]
        parts = parts[: between(1, 8)]
        if len(parts) > 3 and self.random.random() < 0.2:
            parts.append(pick(["Z", "+01", "-0130", "+23:59", "+24", "+1", "Z "]))
        return "".join(parts)

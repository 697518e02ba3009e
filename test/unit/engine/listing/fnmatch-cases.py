"""Writes fnmatch-cases.json: what Python's own fnmatch says of patterns and names. Run with Python 3.11 or later."""
import fnmatch, itertools, json, pathlib, random

alphabet = ["a", "b", "c", "-", "!", "^", "]", "[", "*", "?", "/", "\\", ".", "\n", "é", "～", "😀", "&", "~", "|", "{", "(", "$"]
named = {
    "patterns": ["", "*", "**", "?", "*.txt", "d/*", "d*", "d/", "*/b.log", "d/**/c.txt", "a[*]b", "[x", "[]a]1", "[!]a]1",
                 "[^a]1", "[!ab]1", "[a-c]1", "[c-a]1", "[!c-a]1", "[a-]1", "[-a]1", "[a-c-e]1", "[a--]1", "[--a]1", "[c-ax-z]1",
                 "[a&&b]1", "[a||b]1", "[a~~b]1", "[[a]1", "[\\]1", "a\\*b", "?x", "*?", "*😀*", "[😀-😃]", "[!😀]", "./x", "a?c",
                 "*a*a*a*b", "x*", "*x", "[]", "[!]", "[!", "[", "]", "[]]", "[!]]", "[][!]", "*[!a]", "a{1,2}", "(a|b)", "a+", "$a^"],
    "names": ["", "a", "a.txt", "d/a.txt", "d/e/c.txt", "d/c.txt", "d//c.txt", "dx", "d/", "b.log", "x/b.log", "a*b", "axb", "[x",
              "]1", "a1", "b1", "^1", "c1", "d1", "e1", "-1", "z1", "&1", "|1", "~1", "[1", "\\1", "a\\*b", "a\\xb", "😀x", "éx", "e\u0301x",
              "😀", "😁", "～", "./x", "x", "a/c", "a\nc", "aaab", "aab", "abab", "[]", "[!]", "[!", "[", "]", "!", "a{1,2}", "(a|b)", "a+", "$a^"],
}
rows, seen = [], set()

def add(pattern, name):
    if (pattern, name) not in seen:
        seen.add((pattern, name))
        rows.append([pattern, name, fnmatch.fnmatchcase(name, pattern)])

dice = random.Random(7)
everything = list(itertools.product(named["patterns"], named["names"]))
hits = [pair for pair in everything if fnmatch.fnmatchcase(pair[1], pair[0])]
for pair in hits + dice.sample(everything, 250):
    add(*pair)
while len(rows) < 900:
    pattern = "".join(dice.choices(alphabet, k=dice.randint(1, 9)))
    name = "".join(dice.choices(alphabet, k=dice.randint(1, 5)))
    if fnmatch.fnmatchcase(name, pattern) or dice.random() < 0.02:
        add(pattern, name)
out = pathlib.Path(__file__).with_suffix(".json")
out.write_text("[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]\n")
print(len(rows), sum(row[2] for row in rows))

"""Writes what CPython makes of every file of a library: hashes of its tokens and of its tree.

    python3.14 make_syntax_tables.py LIB_FOLDER > syntax.tsv

Columns: path, SHA-256 of what `python3.14 -m tokenize -e` prints, SHA-256 of
`ast.dump(ast.parse(source), include_attributes=True)`; `error` where CPython has no answer.
"""

import ast
import hashlib
import io
import pathlib
import sys
import tokenize
import warnings


def tokens_text(source):
    lines = []
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        place = "%d,%d-%d,%d:" % (token.start + token.end)
        name = tokenize.tok_name[token.exact_type]
        lines.append("%-20s%-15s%-15r\n" % (place, name, token.string))
    return "".join(lines)


def tree_text(source):
    return ast.dump(ast.parse(source), include_attributes=True)


def digest(make, source):
    try:
        text = make(source)
    except (SyntaxError, tokenize.TokenError, ValueError):
        return "error"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def main():
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[1])
    print("# CPython", sys.version.split()[0])
    for path in sorted(folder.rglob("*.py"), key=lambda p: p.relative_to(folder).as_posix()):
        source = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        print(name, digest(tokens_text, source), digest(tree_text, source), sep="\t")


main()

#!/usr/bin/python3
"""Validates JSON documents against a JSON Schema: validate.py SCHEMA DOCUMENT...

Exit codes: 0 all valid, 1 some invalid (each reason on stderr), 77 no jsonschema module here (Debian: python3-jsonschema).
"""

import json
import sys

try:
    import jsonschema
except ImportError:
    print("no Python module jsonschema (Debian: python3-jsonschema)", file=sys.stderr)
    sys.exit(77)


def refuse_duplicates(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("duplicate keys: " + ", ".join(keys))
    return dict(pairs)


def main(schema_path, document_paths):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file, object_pairs_hook=refuse_duplicates)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    valid = True
    for path in document_paths:
        with open(path, encoding="utf-8") as file:
            document = json.load(file, object_pairs_hook=refuse_duplicates)
        for error in validator.iter_errors(document):
            valid = False
            print(f"{path}: at {error.json_path}: {error.message}", file=sys.stderr)
    return 0 if valid else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

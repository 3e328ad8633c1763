version_json = '''
{"dirty": false, "error": null, "version": "1.24.2"}
'''  # END VERSION_JSON
match x:
    case {"a": [1, *r]}: type T[X] = list[X]

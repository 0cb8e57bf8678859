"""JSON of what never ends: `default` that gives more to write each time."""
import json

for more in (lambda o: o, lambda o: [o], lambda o: {"again": o}):
    try:
        json.dumps([object], default=more, check_circular=False)
    except RecursionError as e:
        print("endless", len(e.__notes__) > 1000, e.__notes__[-1])

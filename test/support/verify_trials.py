"""Has verify_report.py judge many trials at once: what a stranger's checker says of each, in the order given.

usage: verify_trials.py csv REPORT.csv < TRIALS     each line {"at", "remove", "insert", "kept"}: records taken out and put in at a place
       verify_trials.py db project.db < TRIALS      each line {"sql", "kept"}: statements that are run and taken back again
Prints one line for each: the place that breaks, or "whole".
"""

import csv
import json
import sqlite3
import sys

from verify_report import Broken, links_of_database, links_of_rows, verify

kind, path = sys.argv[1:3]
csv.field_size_limit(1 << 30)
if kind == "csv":
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
else:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA ignore_check_constraints = ON")

for line in sys.stdin:
    trial = json.loads(line)
    if kind == "csv":
        at, remove = trial["at"], trial["remove"]
        links = links_of_rows(iter(rows[:at] + trial["insert"] + rows[at + remove :]))
    else:
        database.execute("BEGIN")
        for statement in trial["sql"]:
            database.execute(statement)
        links = links_of_database(database)
    try:
        verify(links, trial["kept"])
        print("whole")
    except Broken as error:
        print(str(error).split(" ")[0])
    if kind == "db":
        database.execute("ROLLBACK")

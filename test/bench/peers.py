"""The weekly numbers of test/bench/report.ts by pandas, polars or numpy: p50, p80 and mean of two durations in every group.

peers.py TOOL FILE START END ROUNDS: prints JSON with milliseconds a round, reading the file and with the data in memory, and the
numbers by group; or {"absent": ...} where the tool is not installed. Nothing is downloaded.
"""

import json
import sys
import time

SETS = [[], ["team"], ["priority"], ["tier"], ["channel"], ["product"], ["team", "priority"]]
DIMENSIONS = ["team", "priority", "tier", "channel", "product"]
MEASURES = [("resolved_s", "resolve_s"), ("first_reply_s", "reply_s")]
COLUMNS = ["is_counted", *DIMENSIONS, *(name for pair in MEASURES for name in pair)]


def key_of(names, values):
    return " ".join(sorted(f"{name}={value}" for name, value in zip(names, values)))


def with_pandas():
    import pandas

    def read(file):
        return pandas.read_parquet(file, columns=COLUMNS)

    def numbers(table, start, end):
        found = {}
        for place, (at, value) in enumerate(MEASURES):
            rows = table[table.is_counted & (table[at] >= start) & (table[at] < end)]
            for names in SETS:
                groups = rows.groupby(names, sort=False)[value] if names else rows.groupby(lambda _: 0)[value]
                cut = groups.quantile([0.5, 0.8]).unstack()
                mean = groups.mean()
                for group in mean.index:
                    key = key_of(names, group if isinstance(group, tuple) else [group])
                    found.setdefault(key, [None] * 6)[place * 3 : place * 3 + 3] = [
                        cut[0.5][group],
                        cut[0.8][group],
                        mean[group],
                    ]
        return found

    return pandas.__version__, read, numbers


def with_polars():
    import polars

    def read(file):
        return polars.read_parquet(file, columns=COLUMNS)

    def numbers(table, start, end):
        found = {}
        for place, (at, value) in enumerate(MEASURES):
            column = polars.col(value)
            asked = [
                column.quantile(0.5, interpolation="linear").alias("a"),
                column.quantile(0.8, interpolation="linear").alias("b"),
                column.mean().alias("c"),
            ]
            rows = table.filter(polars.col("is_counted") & (polars.col(at) >= start) & (polars.col(at) < end))
            for names in SETS:
                answer = rows.group_by(names).agg(asked) if names else rows.select(asked)
                for row in answer.iter_rows():
                    key = key_of(names, row[: len(names)])
                    found.setdefault(key, [None] * 6)[place * 3 : place * 3 + 3] = row[len(names) :]
        return found

    return polars.__version__, read, numbers


def with_numpy():
    import numpy
    import pyarrow.parquet

    def read(file):
        table = pyarrow.parquet.read_table(file, columns=COLUMNS)
        return {name: table.column(name).to_numpy() for name in COLUMNS}

    def numbers(table, start, end):
        found = {}
        codes = {name: numpy.unique(table[name].astype(str), return_inverse=True) for name in DIMENSIONS}
        for place, (at, value) in enumerate(MEASURES):
            inside = table["is_counted"] & (table[at] >= start) & (table[at] < end)
            values = table[value][inside]
            for names in SETS:
                group = numpy.zeros(len(values), dtype=int)
                for name in names:
                    group = group * len(codes[name][0]) + codes[name][1][inside]
                for one in numpy.unique(group):
                    own = values[group == one]
                    rest, parts = int(one), []
                    for name in reversed(names):
                        rest, code = divmod(rest, len(codes[name][0]))
                        parts.insert(0, codes[name][0][code])
                    found.setdefault(key_of(names, parts), [None] * 6)[place * 3 : place * 3 + 3] = [
                        *numpy.quantile(own, [0.5, 0.8]),
                        own.mean(),
                    ]
        return found

    return numpy.__version__, read, numbers


def main(tool, file, start, end, rounds):
    try:
        version, read, numbers = {"pandas": with_pandas, "polars": with_polars, "numpy": with_numpy}[tool]()
    except ImportError as error:
        print(json.dumps({"absent": str(error)}))
        return
    found = numbers(read(file), start, end)
    whole, memory = [], []
    for _ in range(rounds):
        begin = time.perf_counter()
        table = read(file)
        loaded = time.perf_counter()
        numbers(table, start, end)
        done = time.perf_counter()
        whole.append((done - begin) * 1000)
        memory.append((done - loaded) * 1000)
    plain = {key: [None if value is None else float(value) for value in values] for key, values in found.items()}
    print(json.dumps({"version": version, "reading_ms": whole, "in_memory_ms": memory, "numbers": plain}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))

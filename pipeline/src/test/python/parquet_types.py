"""Small Parquet files as other writers make them, for ParquetRowsTest.

    pip install pyarrow==26.0.1 duckdb==2.0.1 polars==2.1.0 pandas==3.1.1
    python parquet_types.py pipeline/src/test/resources/io/promptsweep/task/source/parquet
"""

import datetime
import decimal
import json
import pathlib
import sys
import uuid

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
D = decimal.Decimal

# One column a type, three rows: what every physical and logical type comes to as text.
columns = {
    "int8": pa.array([1, -1, 127], pa.int8()),
    "int16": pa.array([1, -1, 32767], pa.int16()),
    "int32": pa.array([1, -1, 2147483647], pa.int32()),
    "int64": pa.array([1, -1, 9223372036854775807], pa.int64()),
    "uint8": pa.array([1, 2, 255], pa.uint8()),
    "uint16": pa.array([1, 2, 65535], pa.uint16()),
    "uint32": pa.array([1, 2, 4294967295], pa.uint32()),
    "uint64": pa.array([1, 2, 18446744073709551615], pa.uint64()),
    "float": pa.array([3.8, 0.0, -1.5], pa.float32()),
    "double": pa.array([3.8, 0.0, -1.5], pa.float64()),
    "boolean": pa.array([True, False, True]),
    "string": pa.array(["a", "caf\u00e9", "\U0001f600"]),
    "large_string": pa.array(["a", "b", ""], pa.large_string()),
    "dictionary": pa.array(["x", "y", "x"]).dictionary_encode(),
    "bytes": pa.array([b"a", b"caf\xc3\xa9", b"z"], pa.binary()),
    "decimal_binary": pa.array([D("3.80"), D("-0.05"), D("5.00")], pa.decimal128(38, 2)),
    "list": pa.array([["p", "q"], [], ["r"]], pa.list_(pa.string())),
    "struct": pa.array([{"query": 1}, {"query": 2}, {"query": 3}]),
}
pq.write_table(pa.table(columns), out / "types.parquet")
pq.write_table(
    pa.table({"d": pa.array([D("3.80"), D("-0.05"), D("5.00")], pa.decimal128(9, 2)),
              "e": pa.array([D("3.80"), D("-0.05"), D("5.00")], pa.decimal128(18, 2))}),
    out / "decimal-as-integer.parquet", store_decimal_as_integer=True)
pq.write_table(pa.table(columns), out / "two-level-list.parquet", use_compliant_nested_type=False)

# Types that are neither text nor a number of a task.
refused = {
    "half": pa.array([1.0, 3.8, 5.0], pa.float16()),
}
pq.write_table(pa.table({"label": refused["half"], "sentence": ["a", "b", "c"]}), out / "half.parquet")
pq.write_table(
    pa.table({
        "date": pa.array([datetime.date(2020, 1, 2)]),
        "timestamp": pa.array([datetime.datetime(2020, 1, 2)]),
        "time": pa.array([datetime.time(1)]),
        "fixed": pa.array([b"abcd"], pa.binary(4)),
        "latin1": pa.array([b"caf\xe9"], pa.binary()),
        "map": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32())),
        "structs": pa.array([[{"a": 1}]]),
        "lists": pa.array([[["a"]]]),
        "struct": pa.array([{"a": 1, "b": 2}]),
    }), out / "other-types.parquet")
pq.write_table(pa.table({"stamp": pa.array([datetime.datetime(2020, 1, 2)])}), out / "int96.parquet",
               use_deprecated_int96_timestamps=True)

# Every codec that pyarrow has, both page versions, and its encodings.
plain = pa.table({"sentence": ["s 0", "s 1", "s 2", "s 3"], "label": [0, 1, 0, 1]})
for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    for version in ["1.0", "2.0"]:
        pq.write_table(plain, out / f"{codec}-v{version[0]}.parquet", compression=codec, data_page_version=version)
pq.write_table(plain, out / "delta.parquet", use_dictionary=False, data_page_version="2.0",
               column_encoding={"sentence": "DELTA_BYTE_ARRAY", "label": "DELTA_BINARY_PACKED"})
pq.write_table(plain, out / "delta-length.parquet", use_dictionary=False,
               column_encoding={"sentence": "DELTA_LENGTH_BYTE_ARRAY", "label": "PLAIN"})
pq.write_table(pa.table({"sentence": ["a"] * 3, "label": pa.array([0, None, 1])}), out / "null-label.parquet")
pq.write_table(plain.slice(0, 0), out / "no-rows.parquet")
twice = pa.Table.from_arrays([pa.array(["a"]), pa.array([0]), pa.array([1])], names=["sentence", "label", "label"])
pq.write_table(twice, out / "column-twice.parquet")
features = {"info": {"features": {"label": {"names": ["contradiction", "entailment", "neutral"], "_type": "ClassLabel"}}}}
pq.write_table(
    pa.table({"premise": ["p"], "hypothesis": ["h"], "label": [1]}).replace_schema_metadata({"huggingface": json.dumps(features)}),
    out / "class-names.parquet")
pq.write_table(pa.table({"premise": ["p", "q"], "hypothesis": ["h", "i"], "label": ["neutral", "contradiction"]}),
               out / "named-labels.parquet")

# DuckDB's decimals, enums, UUIDs, JSON and lists; Polars; pandas with a missing number.
duckdb.sql(f"""
    COPY (SELECT 'a' AS sentence1, 'b' AS sentence2, 3.80 AS label, CAST(3.8 AS DECIMAL(18, 4)) AS wide,
                 CAST(3.8 AS DECIMAL(30, 3)) AS widest, CAST('x' AS ENUM('x', 'y')) AS enumerated,
                 CAST('{uuid.UUID(int=7)}' AS UUID) AS identity, CAST('{{"k": 1}}' AS JSON) AS json,
                 ['p', 'q'] AS listed, {{'query': 5}} AS idx, CAST(1 AS UTINYINT) AS tiny, true AS truth,
                 CAST(1 AS HUGEINT) AS huge, INTERVAL 1 DAY AS span)
    TO '{out}/duckdb.parquet' (FORMAT parquet)""")
pl.DataFrame({"sentence": ["a", "b"], "label": [0, 1], "list": [["p"], []]}).write_parquet(out / "polars.parquet")
pd.DataFrame({"sentence": ["a", "b"], "label": [0, None]}).to_parquet(out / "pandas-missing.parquet")
pd.DataFrame({"sentence": pd.Categorical(["a", "b"]), "label": [0.0, 1.0]}).to_parquet(out / "pandas.parquet")

# An encrypted footer, as far as a reader without a key sees it.
data = (out / "none-v1.parquet").read_bytes()
(out / "encrypted.parquet").write_bytes(b"PARE" + data[4:-4] + b"PARE")

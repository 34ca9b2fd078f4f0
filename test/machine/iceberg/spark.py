"""Runs Spark SQL over real Iceberg tables for test/support/aws/spark-engine.ts: spark.py JAR FOLDER.

One request a line on standard input, one answer a line on standard output, in any order:
  {"id", "schema", "sql"}                         -> {"id", "columns": [[name, type]], "rows": [[text or null]]}
  {"id", "schema", "view", "folder", "columns"}   a staged folder of Parquet files becomes a view
  {"id", "schema", "describe": true}              -> rows of table and column
  {"id", "schema", "second_reader": table}        -> its rows as pyiceberg reads the newest metadata
  {"id", "schema", "snapshots": table}            -> their number
A fault is {"id", "error"}. Requests run in threads, so that two writers can meet.
"""

import glob
import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import SparkSession
from pyspark.sql.functions import lit

jar, folder = sys.argv[1:3]
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what Spark prints is none of the answers
warehouse = os.path.join(folder, "tables")
settings = {
    "spark.jars": jar,
    "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
    "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
    "spark.sql.catalog.lake.type": "hadoop",
    "spark.sql.catalog.lake.warehouse": warehouse,
    "spark.sql.defaultCatalog": "lake",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.driver.memory": "1500m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
    "spark.local.dir": os.path.join(folder, "spark"),
}
builder = SparkSession.builder.master("local[2]")
for name, value in settings.items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()
spark.sparkContext.setLogLevel("OFF")

types = {"string": "varchar", "int": "integer"}
sessions = {}
lock = threading.Lock()


def session_of(schema):
    with lock:
        if schema not in sessions:
            session = spark.newSession()
            session.sql(f"CREATE NAMESPACE IF NOT EXISTS `{schema}`")
            session.sql(f"USE lake.`{schema}`")
            sessions[schema] = session
        return sessions[schema]


def text(value):
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def newest_metadata(schema, table):
    versions = glob.glob(os.path.join(warehouse, schema, table, "metadata", "v*.metadata.json"))
    return max(versions, key=lambda path: int(os.path.basename(path)[1:].split(".")[0]))


def answer(asked):
    schema = asked["schema"]
    session = session_of(schema)
    if "view" in asked:
        columns = ", ".join(f"`{name}` {kind}" for name, kind in asked["columns"])
        rows = session.read.schema(columns).parquet("file://" + asked["folder"])
        rows.withColumn("batch", lit(os.path.basename(asked["folder"]))).createOrReplaceTempView(asked["view"])
        return {}
    if "describe" in asked:
        tables = [row.tableName for row in session.sql("SHOW TABLES").collect() if not row.isTemporary]
        return {
            "columns": [["table_name", "varchar"], ["column_name", "varchar"]],
            "rows": [[table, column] for table in tables for column in session.table(f"`{table}`").columns],
        }
    if "second_reader" in asked:
        from pyiceberg.table import StaticTable

        read = StaticTable.from_metadata(newest_metadata(schema, asked["second_reader"])).scan().to_arrow()
        return {
            "columns": [[name, str(kind)] for name, kind in zip(read.schema.names, read.schema.types)],
            "rows": [[text(value) for value in row.values()] for row in read.to_pylist()],
        }
    if "snapshots" in asked:
        rows = session.sql(f"SELECT count(*) FROM `{schema}`.`{asked['snapshots']}`.snapshots").collect()
        return {"columns": [["n", "bigint"]], "rows": [[str(rows[0][0])]]}
    found = session.sql(asked["sql"])
    columns = [[field.name, types.get(field.dataType.simpleString(), field.dataType.simpleString())] for field in found.schema.fields]
    return {"columns": columns, "rows": [[text(value) for value in row] for row in found.collect()]}


def told(asked):
    try:
        said = answer(asked)
    except Exception as fault:  # the caller decides what a fault means
        said = {"error": f"{type(fault).__name__}: {fault}"[:4000]}
    with lock:
        print(json.dumps({"id": asked["id"], **said}), file=answers, flush=True)


print(json.dumps({"id": 0}), file=answers, flush=True)
with ThreadPoolExecutor(4) as pool:
    for line in sys.stdin:
        pool.submit(told, json.loads(line))
spark.stop()

import os
import re

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.appName("promptsweep")
    .config("spark.ui.showConsoleProgress", "false")
    .getOrCreate()
)
spark.conf.set("spark.sql.session.timeZone", "UTC")
# The tables are small: many partitions and compiled queries cost more time than they save.
spark.conf.set("spark.sql.shuffle.partitions", 1)
spark.conf.set("spark.sql.codegen.wholeStage", False)


def location(folder):
    """A folder between the quotes of a text in SQL; without a scheme it is on this machine."""
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", folder):
        folder = "file:" + os.path.abspath(os.path.expanduser(folder))
    folder = folder.replace("\\", r"\\").replace("'", r"\'")
    return folder.replace("\n", r"\n").replace("\r", r"\r").replace("\x24{", r"\u0024{")


def table(folder, statement):
    """Makes a table over a folder of Parquet files."""
    spark.sql(statement.replace("{location}", location(folder)))


def view(statement):
    """Makes a view over the tables and the views before it."""
    spark.sql(statement)

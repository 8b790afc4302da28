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
    """A folder between the quotes of a text in SQL; Spark takes some characters for a pattern."""
    path = re.sub(r"[\\\[\]{}*?]", r"\\\g<0>", os.path.abspath(folder))
    return path.replace("\\", r"\\").replace("'", r"\'").replace("\n", r"\n")


def table(folder, statement):
    """Makes a table over a folder of Parquet files."""
    spark.sql(statement.replace("{location}", location(folder)))


def view(statement):
    """Makes a view over the tables and the views before it."""
    spark.sql(statement)

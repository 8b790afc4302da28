import os
import re

from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("promptsweep").getOrCreate()
spark.conf.set("spark.sql.session.timeZone", "UTC")
spark.conf.set("spark.sql.shuffle.partitions", 4)


def location(folder):
    """A folder between the quotes of a text in SQL; Spark takes some characters for a pattern."""
    path = re.sub(r"[\\\[\]{}*?]", r"\\\g<0>", os.path.abspath(folder))
    for plain, escaped in (("\\", r"\\"), ("'", r"\'"), ("\n", r"\n"), ("${", r"\u0024{")):
        path = path.replace(plain, escaped)
    return path


def table(folder, statement):
    """Makes a table over a folder of Parquet files."""
    spark.sql(statement.replace("{location}", location(folder)))


def view(statement):
    """Makes a view over the tables and the views before it."""
    spark.sql(statement)

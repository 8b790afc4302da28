from pyspark.sql import functions as F

gaps = (
    spark.table("cells")
    .where("status = 'DONE' AND test_score IS NOT NULL")
    .withColumn("gap", F.col("best_score") - F.col("test_score"))
    .where("NOT isnan(gap)")
    .groupBy("method", "dropout")
    .agg(
        F.count("gap").alias("n_cells"),
        F.avg("gap").alias("mean_gap"),
        F.stddev_samp("gap").alias("std_gap"),
    )
    .orderBy("method", "dropout")
)

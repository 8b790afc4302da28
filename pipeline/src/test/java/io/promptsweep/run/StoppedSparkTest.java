package io.promptsweep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptsweep.prepare.PreparedSweep;
import io.promptsweep.tables.CellStatus;
import io.promptsweep.tables.ResultTables;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep whose Spark application ends under it, as when a cluster manager takes it away. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoppedSparkTest {
  @TempDir Path folder;

  private static JavaSparkContext spark() {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("stopped")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  private SweepRun.Summary run(PreparedSweep sweep, JavaSparkContext spark, OutputStream told)
      throws InterruptedException {
    return new SweepRun(sweep, spark, new PrintStream(told, true, StandardCharsets.UTF_8), false)
        .run(new SweepRun.Options(folder.resolve("out"), false, folder, "test", "test"));
  }

  @Test
  void whatIsFinishedIsSafeAndTheSameSweepGoesOn() throws Exception {
    PreparedSweep sweep =
        ToySweeps.sweep("run.parallel-cells=1", "method.vanilla.learning-rates=[0.03]");
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    try (JavaSparkContext spark = spark()) {
      OutputStream told =
          new OutputStream() {
            @Override
            public void write(int b) {
              messages.write(b);
              if (b == '\n' && messages.toString(StandardCharsets.UTF_8).contains("done ")) {
                spark.stop();
              }
            }
          };
      SweepRun.Summary summary = run(sweep, spark, told);
      assertThat(summary.end()).isEqualTo(SweepRun.End.SPARK_STOPPED);
      assertThat(summary.trained()).isEqualTo(1);
      assertThat(summary.lost() + summary.untried()).isEqualTo(3);
    }
    try (JavaSparkContext spark = spark()) {
      assertThat(run(sweep, spark, messages).end()).isEqualTo(SweepRun.End.COMPLETE);
    }
    assertThat(ResultTables.count(folder.resolve("out"))).isEqualTo(Map.of(CellStatus.DONE, 4));
  }
}

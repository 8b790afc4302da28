package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SessionsTest {
  /** What spark-submit hands to a driver on a cluster with GPUs. */
  private static final Map<String, String> ON_A_CLUSTER =
      Map.of(
          "spark.master", "spark://127.0.0.1:1",
          "spark.submit.deployMode", "client",
          "spark.executor.resource.gpu.amount", "2",
          "spark.task.resource.gpu.amount", "1");

  @Test
  void resultsAreReadOnTheDriverWhateverTheClusterHas() throws Exception {
    ON_A_CLUSTER.forEach(System::setProperty);
    try (SparkSession spark = Sessions.onDriver()) {
      assertThat(spark.sparkContext().isLocal()).isTrue();
      assertThat(spark.conf().get("spark.sql.shuffle.partitions")).isEqualTo("4");
      long rows =
          assertTimeoutPreemptively(
              Duration.ofMinutes(1), () -> spark.range(100).repartition(3).count());
      assertThat(rows).isEqualTo(100);
    } finally {
      ON_A_CLUSTER.keySet().forEach(System::clearProperty);
    }
  }
}

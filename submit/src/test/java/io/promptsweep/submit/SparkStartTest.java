package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings under which Spark does not start. */
class SparkStartTest {
  private static SparkConf conf(String... settings) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.app.name", "test")
            .set("spark.master", "local[1]")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.ui.enabled", "false");
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return conf;
  }

  @ParameterizedTest
  @CsvSource({
    "spark.master, nonsense",
    "spark.master, local[x]",
    "spark.master, localhost:7077",
    "spark.task.cpus, 4",
    "spark.task.cpus, two",
    "spark.executor.memory, much",
    "spark.kryoserializer.buffer, 4g",
    "spark.serializer, no.such.Serializer",
    "spark.plugins, no.such.Plugin",
    "spark.extraListeners, no.such.Listener",
    "spark.local.dir, /proc/nowhere",
    "spark.sql.shuffle.partitions, few",
  })
  void aSettingThatCannotBeIsNamedInOneSentence(String key, String value) {
    assertThatThrownBy(() -> SparkStart.of(conf(key, value)).stop())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Spark cannot start")
        .hasMessageContaining(value)
        .hasMessageEndingWith(".")
        .hasMessageNotContainingAny("\n", "\tat ");
  }

  @Test
  void aFolderForEventsThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () ->
                SparkStart.of(
                        conf(
                            "spark.eventLog.enabled", "true",
                            "spark.eventLog.dir", "file:/nowhere/events"))
                    .stop())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spark.eventLog.dir = file:/nowhere/events");
  }

  @Test
  void sparkStartsAgainAfterAFailure() throws Exception {
    assertThatThrownBy(() -> SparkStart.of(conf("spark.master", "local[none]")))
        .isInstanceOf(InvalidInputException.class);
    try (SparkSession spark = SparkStart.of(conf())) {
      assertThat(spark.range(3).count()).isEqualTo(3);
    }
  }
}

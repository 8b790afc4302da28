package io.promptsweep.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables are read from where they are, whatever their folder is called and the cluster has. */
class FolderNamesTest {
  /** A cluster's file system that nobody answers for. */
  public static final class Nowhere extends RawLocalFileSystem {
    @Override
    public void initialize(URI uri, org.apache.hadoop.conf.Configuration conf) throws IOException {
      throw new IOException("asked for " + uri);
    }
  }

  private static final SparkSession SPARK =
      SparkSession.builder()
          .master("local[1]")
          .config("spark.ui.enabled", false)
          .config("spark.sql.shuffle.partitions", 1)
          .config("spark.sql.codegen.wholeStage", false)
          .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
          .config("spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString())
          .config("spark.hadoop.fs.defaultFS", "nowhere://host:1")
          .config("spark.hadoop.fs.nowhere.impl", Nowhere.class.getName())
          .getOrCreate();

  @TempDir Path folder;

  @AfterAll
  static void stop() {
    SPARK.stop();
  }

  @Test
  void everyNameIsAName() throws Exception {
    for (String name :
        List.of(
            "seed=0",
            "method=x/seed=9",
            "x=__HIVE_DEFAULT_PARTITION__",
            "sweep_id=other",
            "a [1] {b,c}* ?",
            "run:1",
            "run:1 [2]",
            "[a]:b*",
            "\\*",
            "back\\slash",
            "it's \"q\"",
            "100% %41 %zz",
            "#h?q&r",
            "two\nlines",
            "é ü ß 日本",
            "${spark.app.name} $x",
            "~t",
            "a".repeat(255))) {
      Path out = folder.resolve(name);
      GoldenTables.write(SPARK, out, ResultTable.CELLS, cell(0), cell(1), cell(2));
      ResultViews.over(SPARK, out);
      List<String> rows =
          SPARK
              .sql("SELECT sweep_id, seed, method FROM cells ORDER BY seed")
              .collectAsList()
              .stream()
              .map(Row::toString)
              .toList();
      assertThat(rows).as(name).containsExactly("[s,0,a]", "[s,1,a]", "[s,2,a]");
    }
  }

  private static String cell(int seed) {
    return "{\"sweep_id\":\"s\",\"cell_id\":\"c"
        + seed
        + "\",\"method\":\"a\",\"task\":\"rte\",\"seed\":"
        + seed
        + ",\"learning_rate\":0.3,\"dropout\":false,\"status\":\"DONE\",\"score_name\":\"accuracy\","
        + "\"axes\":{},\"best_score\":0.5}";
  }
}

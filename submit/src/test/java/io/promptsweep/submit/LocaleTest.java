package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small sweep and all that is made of it, under locales with other digits, commas and years. */
class LocaleTest {
  private static final Pattern OTHER_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");
  private static final Pattern BUDDHIST_YEAR = Pattern.compile("\\b25[67]\\d-\\d\\d-\\d\\d");
  private static final String ARABIC = "ar-EG-u-nu-arab";

  @TempDir static Path folder;
  private static Said english;

  /** What a process said and left, as far as it is the same each time. */
  private record Said(String out, List<String> files) {}

  @BeforeAll
  static void runInEnglish() throws Exception {
    english = sweep("en-US");
    assertThat(english.out()).contains("0.03");
  }

  private static Cli cli(String tag) {
    Locale locale = Locale.forLanguageTag(tag);
    String extensions = tag.contains("-u-") ? tag.substring(tag.indexOf("-u-") + 1) : "";
    return new Cli(
        folder,
        "-Duser.language=" + locale.getLanguage(),
        "-Duser.region=" + locale.getCountry(),
        "-Duser.extensions=" + extensions);
  }

  private static List<String> run(Path out) {
    return List.of(
        "run",
        "conf/quickstart.conf",
        "--out",
        out.toString(),
        "--set",
        "sweep.methods=[vanilla]",
        "--set",
        "sweep.tasks=[toy-inference]",
        "--set",
        "sweep.seeds=[0]",
        "--set",
        "method.vanilla.dropout=[off]",
        "--set",
        "sweep.learning-rates=[0.03]",
        "--set",
        "train.max-steps=6",
        "--set",
        "train.eval-every-steps=3",
        "--set",
        "task.max-eval-examples=16",
        "--set",
        "run.report=off");
  }

  private static Said sweep(String tag) throws Exception {
    Path out = folder.resolve(tag).resolve("out");
    String dir = out.toString();
    Cli.Result result =
        cli(tag)
            .runAll(
                List.of(
                    run(out),
                    List.of("plan", "conf/quickstart.conf", "--tokens-per-second", "1234.5"),
                    List.of("status", dir),
                    List.of("report", dir),
                    List.of("notebook", dir),
                    List.of("script", dir, "--to", out.resolve("x.sql").toString()),
                    List.of(
                        "sql",
                        dir,
                        "--csv",
                        "SELECT cell_id, learning_rate, config_json, best_score, test_score,"
                            + " best_metrics FROM cells"),
                    List.of(
                        "sql",
                        dir,
                        "SELECT cell_id, epoch, step, train_loss, score, gradient_norm FROM"
                            + " epochs")));
    assertThat(result.exitCode()).as(tag + ": " + result.err()).isZero();
    plain(tag + ": standard error", result.err());
    plain(tag + ": standard output", result.out());
    List<String> names;
    try (Stream<Path> all = Files.walk(out)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        if (file.toString()
            .matches(".*\\.(html|md|csv|tex|svg|json|jsonl|conf|sql|ipynb|zpln|txt)")) {
          plain(file.toString(), Files.readString(file));
        }
      }
      names =
          files.stream()
              .map(file -> out.relativize(file).toString())
              .filter(file -> !file.contains("papers/")) // Spark's own names differ each time
              .toList();
    }
    String comparable =
        result
            .out()
            .lines()
            .filter(line -> !line.startsWith("the last run ended"))
            .map(line -> line.replace(dir, "OUT"))
            .reduce("", (text, line) -> text + line + "\n");
    return new Said(comparable, names);
  }

  private static void plain(String place, String text) {
    assertThat(OTHER_DIGIT.matcher(text).results().map(r -> around(text, r.start())).limit(3))
        .as(place)
        .isEmpty();
    assertThat(BUDDHIST_YEAR.matcher(text).results().map(r -> around(text, r.start())).limit(3))
        .as(place)
        .isEmpty();
  }

  private static String around(String text, int place) {
    return text.substring(Math.max(0, place - 40), Math.min(text.length(), place + 20));
  }

  /** Other digits and another decimal separator; other capital letters; another calendar. */
  @ParameterizedTest
  @ValueSource(strings = {ARABIC, "tr-TR", "th-TH-u-ca-buddhist-nu-thai"})
  void everyLocaleGivesTheSameWordsNumbersAndNames(String tag) throws Exception {
    Said said = sweep(tag);
    assertThat(said.out()).isEqualTo(english.out());
    assertThat(said.files()).isEqualTo(english.files());
  }

  @Test
  void aSweepGoesOnUnderAnotherLocale() throws IOException, InterruptedException {
    Path out = folder.resolve("en-US").resolve("out");
    Cli.Result again = cli(ARABIC).run(run(out).toArray(String[]::new));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("1 cells, 1 finished before, 0 to train");
    assertThat(again.out()).contains("1 of 1 cells finished (1 before this run)");
  }
}

package io.promptsweep.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsBinderTest {
  enum Shade {
    DARK_RED,
    BLUE
  }

  record Paint(
      int coatCount,
      long areaCells,
      double dryHours,
      boolean glossy,
      String name,
      Shade shade,
      OptionalInt cans,
      OptionalLong bottles,
      OptionalDouble beta2) {
    Paint {
      if (coatCount < 1) {
        throw new IllegalArgumentException(
            "coat-count is " + coatCount + "; it must be at least 1");
      }
    }
  }

  private static final Paint DEFAULTS =
      new Paint(
          2,
          5_000_000_000L,
          0.5,
          true,
          "wall",
          Shade.BLUE,
          OptionalInt.empty(),
          OptionalLong.of(3),
          OptionalDouble.empty());

  @Test
  void keepsDefaultsAndReplacesWhatIsGiven() {
    assertThat(SettingsBinder.bind(DEFAULTS, Map.of(), "p")).isEqualTo(DEFAULTS);
    Map<String, Object> all = new HashMap<>();
    all.put("coat-count", 3);
    all.put("area-cells", 7);
    all.put("dry-hours", 2);
    all.put("glossy", false);
    all.put("name", "door");
    all.put("shade", "dark-red");
    all.put("cans", 4L);
    all.put("bottles", null);
    all.put("beta2", 0.25);
    assertThat(SettingsBinder.bind(DEFAULTS, all, "p"))
        .isEqualTo(
            new Paint(
                3,
                7,
                2.0,
                false,
                "door",
                Shade.DARK_RED,
                OptionalInt.of(4),
                OptionalLong.empty(),
                OptionalDouble.of(0.25)));
  }

  @Test
  void readsTextOfTheEnvironmentAsNumbersAndTruth() {
    Paint read =
        SettingsBinder.bind(
            DEFAULTS,
            Map.of("coat-count", "3", "dry-hours", "1e-3", "glossy", "false", "name", 5),
            "p");

    assertThat(read.coatCount()).isEqualTo(3);
    assertThat(read.dryHours()).isEqualTo(1e-3);
    assertThat(read.glossy()).isFalse();
    assertThat(read.name()).isEqualTo("5");
  }

  @Test
  void writesKeysInTheRecordsOrderAndLeavesOutWhatIsEmpty() {
    assertThat(SettingsBinder.values(DEFAULTS).toString())
        .isEqualTo(
            "{coat-count=2, area-cells=5000000000, dry-hours=0.5, glossy=true, name=wall,"
                + " shade=blue, bottles=3}");
  }

  @Test
  void readsBackWhatItWrites() {
    Random random = new Random(11);
    for (int i = 0; i < 500; i++) {
      Paint paint =
          new Paint(
              1 + random.nextInt(Integer.MAX_VALUE),
              random.nextLong(),
              random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300),
              random.nextBoolean(),
              "name " + random.nextInt(),
              Shade.values()[random.nextInt(2)],
              random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty(),
              OptionalLong.of(random.nextLong()),
              random.nextBoolean()
                  ? OptionalDouble.of(random.nextDouble())
                  : OptionalDouble.empty());
      assertThat(SettingsBinder.bind(DEFAULTS, SettingsBinder.values(paint), "p")).isEqualTo(paint);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
      coat-cuont | 3      | a.conf: m.coat-cuont is not a setting; did you mean 'coat-count'?
      coat-count | 0      | a.conf: m.coat-count is 0; it must be at least 1.
      coat-count | many   | a.conf: m.coat-count is 'many'; a whole number is expected.
      coat-count | 1.5    | a.conf: m.coat-count is '1.5'; a whole number from -2147483648 to \
      2147483647 is expected.
      cans       | 1e10   | a.conf: m.cans is '1e10'; a whole number from -2147483648 to \
      2147483647 is expected.
      area-cells | 1e999  | a.conf: m.area-cells is '1e999'; a whole number from \
      -9223372036854775808 to 9223372036854775807 is expected.
      dry-hours  | soon   | a.conf: m.dry-hours is 'soon'; a number is expected.
      beta2      | NaN    | a.conf: m.beta2 is 'NaN'; a number is expected.
      dry-hours  | 1e999  | a.conf: m.dry-hours is '1e999'; a number that fits 64-bit floating \
      point is expected.
      glossy     | maybe  | a.conf: m.glossy is 'maybe'; true or false is expected.
      shade      | darkred| a.conf: m.shade is 'darkred'; did you mean 'dark-red'?
      shade      | orange | a.conf: m.shade is 'orange'; known are blue, dark-red.
      """)
  void refusesInOneSentenceWithThePlace(String key, String value, String message) {
    assertThatThrownBy(() -> SettingsBinder.bind(DEFAULTS, Map.of(key, value), "a.conf: m"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void refusesOtherTypes() {
    assertRefused("coat-count", true, "a.conf: coat-count is true; a whole number is expected.");
    assertRefused("dry-hours", List.of(1), "a.conf: dry-hours is a list; a number is expected.");
    assertRefused("name", Map.of(), "a.conf: name is a group of keys; a text is expected.");
    assertRefused("glossy", 1, "a.conf: glossy is 1; true or false is expected.");
    assertRefused("name", null, "a.conf: name is null; a text is expected.");
  }

  private static void assertRefused(String key, Object value, String message) {
    assertThatThrownBy(
            () -> SettingsBinder.bind(DEFAULTS, Collections.singletonMap(key, value), "a.conf"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void namesAnUnknownMethodsNearest() {
    assertThat(Methods.names()).contains("residual", "superpos", "vanilla");
    assertThatThrownBy(() -> Methods.bind("vanila", Map.of(), "a.conf: methods"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("a.conf: methods: 'vanila' is not a prompt method; did you mean 'vanilla'?");
    assertThatThrownBy(() -> Methods.named("prefix"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "'prefix' is not a prompt method; known are "
                + String.join(", ", Methods.names())
                + ".");
  }

  @Test
  void settingsThatExcludeEachOtherAreRefused() {
    assertThatThrownBy(
            () ->
                Methods.bind("superpos", Map.of("basis", 5, "weight-init", "one-hot"), "a.conf: m"))
        .hasMessage(
            "a.conf: m.basis is 5; with weight-init = one-hot it must be at least prompt-tokens,"
                + " 10.");
    assertThatThrownBy(
            () ->
                Methods.bind(
                    "superpos", Map.of("softmax", true, "weight-init", "one-hot"), "a.conf: m"))
        .hasMessage("a.conf: m.weight-init is one-hot; with softmax = true it must be normal.");
    assertThatThrownBy(() -> Methods.bind("residual", Map.of("learning-rate", 0), "a.conf: m"))
        .hasMessage("a.conf: m.learning-rate is 0.0; it must be a finite number above 0.");
  }
}

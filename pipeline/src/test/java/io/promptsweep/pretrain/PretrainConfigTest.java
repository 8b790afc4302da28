package io.promptsweep.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainConfigTest {
  @TempDir Path folder;

  private PretrainConfig load(String text, String... sets) throws IOException {
    return PretrainConfig.load(Files.writeString(folder.resolve("p.conf"), text), List.of(sets));
  }

  @Test
  void aPhaseTakesWhatItDoesNotSayFromTheDefaultsOfAll() throws IOException {
    PretrainConfig config =
        load(
            """
            phases = [first, second]
            phase { epochs = 3, second { epochs = 5, continuation = 2 } }
            """,
            "phase.first.learning-rate=0.5");
    assertThat(config.phases()).extracting(Phase::name).containsExactly("first", "second");
    assertThat(config.phases()).extracting(p -> p.training().epochs()).containsExactly(3, 5);
    assertThat(config.phases().get(0).training().learningRate()).isEqualTo(0.5);
    assertThat(config.phases().get(1).shares()).isEqualTo(new Phase.Shares(1, 2, 0, 0));
    assertThat(config.text()).isEmpty();
  }

  @Test
  void theShippedConfigurationIsRead() {
    Path shipped =
        Path.of(System.getProperty("project.root"), "conf", "pretrain", "toy-backbone.conf");
    assertThat(PretrainConfig.load(shipped, List.of()).phases())
        .extracting(Phase::name)
        .containsExactly("span-corruption", "any-answers", "lm-adaptation");
  }

  @Test
  void everythingWrongIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    phases = [first]
                    modl.d-model = 3
                    phase { noise-density = 2, first.epoch = 3, other.epochs = 1, span-corruption = 0 }
                    text = [missing.txt]
                    """))
        .isInstanceOf(InvalidInputException.class)
        .satisfies(
            e ->
                assertThat(e.getMessage().replace(folder + "/", "").lines())
                    .containsExactlyInAnyOrder(
                        "p.conf: 2: modl is not a key; did you mean 'model'?",
                        "p.conf: 3: epoch is not a key; did you mean 'epochs'?",
                        "p.conf: 3: phase.other is not one of the phases [first].",
                        "p.conf: 4: text is 'missing.txt', which is not there.",
                        "p.conf: 3: phase.span-corruption leaves the phase without examples; give a"
                            + " share above 0.",
                        "p.conf: 3: phase.noise-density is 2.0; it must be between 0 and 1."));
  }
}

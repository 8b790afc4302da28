package io.promptsweep.backbone.weights;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the tensors in what a checkpoint's pickle holds: a dictionary of tensors, or one around it.
 * A training program's wrapper is opened at its {@code state_dict}; other dictionaries inside
 * dictionaries give names joined by dots; what is no tensor is left out.
 */
final class StateDictionary {
  private static final int DEEPEST = 16;
  private static final int MOST_ENTRIES = 1_000_000;
  private static final int LONGEST_NAME = 1_000;

  private final Path file;
  private final Map<String, PickledTensor> tensors = new LinkedHashMap<>();
  private int entries;

  StateDictionary(Path file) {
    this.file = file;
  }

  Map<String, PickledTensor> tensors(Object top) {
    if (!(top instanceof Map<?, ?> dictionary)) {
      throw new InvalidInputException(
          file + " does not hold a dictionary of tensors; save the model's state_dict.");
    }
    Object inner = dictionary.get("state_dict");
    collect("", inner instanceof Map<?, ?> wrapped ? wrapped : dictionary, 0);
    if (tensors.isEmpty()) {
      throw new InvalidInputException(
          file + " holds no tensors by name; save the model's state_dict.");
    }
    return tensors;
  }

  private void collect(String prefix, Map<?, ?> dictionary, int depth) {
    for (Map.Entry<?, ?> entry : dictionary.entrySet()) {
      // One dictionary may be reached over many ways, or contain itself.
      if (++entries > MOST_ENTRIES || depth > DEEPEST) {
        throw new InvalidInputException(
            file + " nests its dictionaries too deep or too often; save the model's state_dict.");
      }
      String name = prefix + entry.getKey();
      if (name.length() > LONGEST_NAME) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "%s has the name %s of %d letters rather than at most %d; save the model's state_dict.",
                file,
                PrintableName.name(name),
                name.length(),
                LONGEST_NAME));
      }
      if (entry.getValue() instanceof Map<?, ?> inner) {
        collect(name + ".", inner, depth + 1);
      } else if (entry.getValue() instanceof PickledTensor tensor
          && tensors.put(name, tensor) != null) {
        throw new InvalidInputException(
            file
                + " names tensor "
                + PrintableName.name(name)
                + " twice; save the model's state_dict.");
      }
    }
  }
}

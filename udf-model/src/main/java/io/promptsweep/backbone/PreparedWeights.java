package io.promptsweep.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.promptsweep.torch.Scale;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A T5's weights in the order and shape in which the program takes them, made by {@link Recipe}s.
 *
 * @param table token embeddings {@code [V, d]}
 * @param encoder the list {@code w} of the encoder program
 * @param decoder the list {@code w} of the decoder program
 * @param head vocabulary projection {@code [V, d]}
 */
record PreparedWeights(NDArray table, List<NDArray> encoder, List<NDArray> decoder, NDArray head) {

  /**
   * Prepares the weights.
   *
   * @param raw a Hugging Face parameter name's value
   * @param finish what to do with each prepared tensor: keep it, or cast it and free its parts
   */
  static PreparedWeights of(
      T5Config config, Function<String, NDArray> raw, Function<NDArray, NDArray> finish) {
    Function<Recipe, NDArray> make = recipe -> finish.apply(made(recipe, raw));
    NDArray table = make.apply(Recipe.table());
    return new PreparedWeights(
        table,
        Recipe.encoder(config).stream().map(make).toList(),
        Recipe.decoder(config).stream().map(make).toList(),
        config.tieWordEmbeddings() ? table : make.apply(Recipe.head()));
  }

  /**
   * The same with other values of some weights; what they have no part in is shared.
   *
   * @param changed new values by Hugging Face parameter name
   * @param frozen the value of any other weight
   * @param finish what to do with each prepared tensor that is new
   */
  PreparedWeights with(
      T5Config config,
      Map<String, NDArray> changed,
      Function<String, NDArray> frozen,
      Function<NDArray, NDArray> finish) {
    Function<String, NDArray> raw =
        name -> changed.containsKey(name) ? changed.get(name) : frozen.apply(name);
    NDArray newTable = remade(Recipe.table(), table, changed, raw, finish);
    return new PreparedWeights(
        newTable,
        remade(Recipe.encoder(config), encoder, changed, raw, finish),
        remade(Recipe.decoder(config), decoder, changed, raw, finish),
        config.tieWordEmbeddings() ? newTable : remade(Recipe.head(), head, changed, raw, finish));
  }

  private static List<NDArray> remade(
      List<Recipe> recipes,
      List<NDArray> before,
      Map<String, NDArray> changed,
      Function<String, NDArray> raw,
      Function<NDArray, NDArray> finish) {
    NDArray[] after = new NDArray[recipes.size()];
    for (int i = 0; i < after.length; i++) {
      after[i] = remade(recipes.get(i), before.get(i), changed, raw, finish);
    }
    return List.of(after);
  }

  private static NDArray remade(
      Recipe recipe,
      NDArray before,
      Map<String, NDArray> changed,
      Function<String, NDArray> raw,
      Function<NDArray, NDArray> finish) {
    return recipe.uses(changed.keySet()) ? finish.apply(made(recipe, raw)) : before;
  }

  /** In plain differentiable operators, so that the gradient of a raw weight flows through. */
  private static NDArray made(Recipe recipe, Function<String, NDArray> raw) {
    NDList parts = new NDList();
    recipe.parts().forEach(name -> parts.add(raw.apply(name)));
    NDArray joined = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 0);
    NDArray scaled =
        recipe.scale().isPresent() ? joined.mul(raw.apply(recipe.scale().get())) : joined;
    return recipe.factor() == 1 ? scaled : Scale.times(scaled, recipe.factor());
  }
}

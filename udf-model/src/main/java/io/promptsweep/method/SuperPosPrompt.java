package io.promptsweep.method;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;

/**
 * SuperPos-Prompt: each prompt token is a superposition of {@code m} sampled embeddings (Sadraei
 * Javaheri et al. 2024, 2406.05279, sections 2 and 3.4).
 *
 * <p>{@code P[i] = sum_j p'_ij E_i[j]} with {@code E_i [m, d]} and {@code p'_i [m]}; both train. No
 * softmax, except in the variant of appendix A.2. Every {@code E_i} starts from the same {@code m}
 * different tokens. Section 2 then tunes them apart, section 3.4 calls them shared: {@code
 * shared-basis} chooses. Weight decay applies to {@code p'} alone.
 */
@AutoService(PromptMethod.class)
@SuppressWarnings("rawtypes") // an annotation can only name the generic interface bare
public final class SuperPosPrompt implements PromptMethod<SuperPosPrompt.Settings> {

  /** How far the prompt tokens share their embeddings. */
  public enum SharedBasis {
    /** The same at the start, then each token trains its own: {@code basis [n, m, d]}. */
    INIT,
    /** One for all tokens: {@code basis [m, d]}. */
    ALWAYS
  }

  /**
   * Where {@code p'} starts, which the paper doesn't say.
   *
   * <p>A choice of this implementation: independent normal values of variance 1/m. Their mean is 0,
   * so the expected squared norm of a prompt token is the mean squared norm of the sampled
   * embeddings, whatever the embeddings have in common, and no two tokens start alike. Equal
   * weights 1/m would start all of them at one and the same mean embedding, far shorter than any.
   */
  public enum WeightInit {
    /** N(0, 1/m). */
    NORMAL,
    /** Token {@code i} starts as the {@code i}-th sampled embedding: where vanilla starts. */
    ONE_HOT
  }

  /**
   * @param promptTokens rows {@code n} of the prompt
   * @param basis sampled embeddings {@code m} a token is made of
   * @param sharedBasis how far the tokens share them
   * @param softmax whether {@code p'} goes through a softmax (appendix A.2)
   * @param weightInit where {@code p'} starts
   */
  public record Settings(
      int promptTokens,
      int basis,
      SharedBasis sharedBasis,
      boolean softmax,
      WeightInit weightInit) {
    public Settings {
      Refuse.below("prompt-tokens", 1, promptTokens);
      Refuse.below("basis", 1, basis);
      if (weightInit == WeightInit.ONE_HOT) {
        if (basis < promptTokens) {
          throw new IllegalArgumentException(
              "basis is "
                  + basis
                  + "; with weight-init = one-hot it must be at least prompt-tokens, "
                  + promptTokens);
        }
        if (softmax) {
          throw new IllegalArgumentException(
              "weight-init is one-hot; with softmax = true it must be normal");
        }
      }
    }
  }

  @Override
  public String name() {
    return "superpos";
  }

  @Override
  public String title() {
    return "SuperPos-Prompt (Sadraei Javaheri et al. 2024, arXiv 2406.05279)";
  }

  @Override
  public Settings defaults() {
    return new Settings(10, 128, SharedBasis.INIT, false, WeightInit.NORMAL);
  }

  /** Section 3.4 and appendix A.2 of the paper. */
  @Override
  public double learningRate() {
    return 0.01;
  }

  @Override
  public List<ParameterSpec> parameters(Settings settings, ModelShape shape) {
    long n = settings.promptTokens;
    long m = settings.basis;
    ParameterSpec basis =
        switch (settings.sharedBasis) {
          case INIT -> ParameterSpec.of("basis", n, m, shape.width());
          case ALWAYS -> ParameterSpec.of("basis", m, shape.width());
        };
    return List.of(ParameterSpec.of("weights", n, m), basis.withoutWeightDecay());
  }

  @Override
  public Map<String, float[]> initialValues(
      Settings settings, ModelShape shape, Initialization start) {
    int n = settings.promptTokens;
    int m = settings.basis;
    float[] sampled =
        Draws.distinctEmbeddings(start, m, start.vocabulary(), "method.superpos.basis");
    float[] basis =
        switch (settings.sharedBasis) {
          case INIT -> repeat(sampled, n);
          case ALWAYS -> sampled;
        };
    float[] weights =
        switch (settings.weightInit) {
          case NORMAL -> Draws.normal(start.random(), (long) n * m, 1 / Math.sqrt(m));
          case ONE_HOT -> oneHot(n, m);
        };
    return Map.of("weights", weights, "basis", basis);
  }

  private static float[] repeat(float[] values, int times) {
    float[] repeated = new float[Math.multiplyExact(values.length, times)];
    for (int i = 0; i < times; i++) {
      System.arraycopy(values, 0, repeated, i * values.length, values.length);
    }
    return repeated;
  }

  private static float[] oneHot(int rows, int columns) {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < rows; i++) {
      values[i * columns + i] = 1;
    }
    return values;
  }

  @Override
  public int promptTokens(Settings settings) {
    return settings.promptTokens;
  }

  @Override
  public NDArray prompt(Settings settings, Map<String, NDArray> parameters) {
    NDArray weights = parameters.get("weights"); // [n, m]
    if (settings.softmax) {
      weights = weights.softmax(1);
    }
    NDArray basis = parameters.get("basis"); // [n, m, d] or [m, d]
    return switch (settings.sharedBasis) {
      case INIT -> weights.expandDims(1).matMul(basis).squeeze(1); // [n, 1, d], then [n, d]
      case ALWAYS -> weights.matMul(basis);
    };
  }
}

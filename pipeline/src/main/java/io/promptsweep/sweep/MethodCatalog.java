package io.promptsweep.sweep;

import io.promptsweep.backbone.T5Config;
import java.util.Map;
import java.util.SortedSet;

/** What a sweep needs to know about prompt methods. Settings go by their keys in configurations. */
public interface MethodCatalog {

  /** The names of all methods. */
  SortedSet<String> names();

  /**
   * The complete settings of a method, defaults filled in.
   *
   * @param given what the configuration says, as plain values
   * @param place begins the sentence of a problem, such as {@code conf/x.conf: 12: method.residual}
   * @throws io.promptsweep.problem.InvalidInputException for an unknown key or a value that the
   *     method refuses
   */
  Map<String, Object> settings(String name, Map<String, Object> given, String place);

  /** Tokens of the soft prompt. */
  int promptTokens(String name, Map<String, Object> settings);

  /**
   * Number of trained values.
   *
   * @param maxLength longest input in tokens, prompt not counted
   */
  long trainableParameters(
      String name, Map<String, Object> settings, T5Config backbone, int maxLength);

  /** The peak learning rate of the method's paper. */
  double learningRate(String name);
}

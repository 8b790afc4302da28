package io.promptsweep.prepare;

import io.promptsweep.backbone.T5Config;
import io.promptsweep.method.BoundMethod;
import io.promptsweep.method.Methods;
import io.promptsweep.method.ModelShape;
import io.promptsweep.sweep.MethodCatalog;
import java.util.Map;
import java.util.SortedSet;

/** The registered prompt methods, as configurations know them. */
public final class RegisteredMethods implements MethodCatalog {
  @Override
  public SortedSet<String> names() {
    return Methods.names();
  }

  @Override
  public Map<String, Object> settings(String name, Map<String, Object> given, String place) {
    return Methods.bind(name, given, place).settings();
  }

  @Override
  public int promptTokens(String name, Map<String, Object> settings) {
    return bound(name, settings).promptTokens();
  }

  @Override
  public long trainableParameters(
      String name, Map<String, Object> settings, T5Config backbone, int maxLength) {
    return bound(name, settings).trainableParameters(ModelShape.of(backbone, maxLength));
  }

  @Override
  public double learningRate(String name) {
    return Methods.named(name).learningRate();
  }

  private static BoundMethod bound(String name, Map<String, Object> settings) {
    return Methods.bind(name, settings, "method." + name);
  }
}

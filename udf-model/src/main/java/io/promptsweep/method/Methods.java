package io.promptsweep.method;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The registered prompt methods, by name. */
public final class Methods {
  private static final SortedMap<String, PromptMethod<?>> REGISTERED = load();

  private Methods() {}

  public static SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(REGISTERED.keySet()));
  }

  /**
   * @throws InvalidInputException if there is none of that name
   */
  public static PromptMethod<?> named(String name) {
    PromptMethod<?> method = REGISTERED.get(name);
    if (method == null) {
      throw new InvalidInputException(
          "'" + name + "' is not a prompt method" + Nearest.hint(name, names()));
    }
    return method;
  }

  /**
   * The method {@code name} with its defaults, changed by {@code settings}.
   *
   * @param settings by kebab-case key
   * @param place what an error begins with, such as {@code conf/x.conf: method.residual}
   * @throws InvalidInputException for an unknown name or setting and for a refused value
   */
  public static BoundMethod bind(String name, Map<String, ?> settings, String place) {
    if (!REGISTERED.containsKey(name)) {
      throw new InvalidInputException(
          place + ": '" + name + "' is not a prompt method" + Nearest.hint(name, names()));
    }
    return MethodWithSettings.of(REGISTERED.get(name), settings, place);
  }

  /** The settings that the paper of method {@code name} uses, by kebab-case key, in order. */
  public static Map<String, Object> defaults(String name) {
    return SettingsBinder.values(named(name).defaults());
  }

  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private static SortedMap<String, PromptMethod<?>> load() {
    SortedMap<String, PromptMethod<?>> methods = new TreeMap<>();
    // The loader of this class, not the thread's: the same methods on every Spark thread.
    for (PromptMethod<?> method :
        ServiceLoader.load(PromptMethod.class, PromptMethod.class.getClassLoader())) {
      if (!method.name().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
        throw new IllegalStateException(
            method.getClass() + " is named '" + method.name() + "'; lower case and - are allowed");
      }
      PromptMethod<?> other = methods.put(method.name(), method);
      if (other != null) {
        throw new IllegalStateException(
            method.getClass() + " and " + other.getClass() + " are both named " + method.name());
      }
    }
    return methods;
  }
}

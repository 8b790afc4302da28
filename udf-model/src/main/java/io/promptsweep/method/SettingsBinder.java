package io.promptsweep.method;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Between a record of settings and configuration keys: component {@code sampleFrom} is key {@code
 * sample-from}.
 *
 * <p>Components may be {@code int}, {@code long}, {@code double}, {@code boolean}, {@link String},
 * an enum (its constant {@code RANDOM_UNIFORM} is the value {@code random-uniform}) or an {@code
 * OptionalInt}, {@code OptionalLong} or {@code OptionalDouble}, which a null empties. The record's
 * constructor refuses impossible values by an {@link IllegalArgumentException} whose message begins
 * with the key: {@code "rank is 0; it must be at least 1"}.
 */
public final class SettingsBinder {
  private SettingsBinder() {}

  /**
   * {@code defaults} with the values that {@code settings} gives.
   *
   * @param settings by kebab-case key, with the plain values that a HOCON file unwraps to
   * @param place what an error begins with: the file, then {@code ": "} and the path of the keys
   * @throws InvalidInputException for an unknown key, a value of another type, or one that the
   *     record refuses
   */
  public static <S extends Record> S bind(S defaults, Map<String, ?> settings, String place) {
    Map<String, RecordComponent> components = components(defaults);
    for (String key : new TreeMap<>(settings).keySet()) {
      if (!components.containsKey(key)) {
        throw new InvalidInputException(
            at(place, key) + " is not a setting" + Nearest.hint(key, components.keySet()));
      }
    }
    Object[] values = new Object[components.size()];
    int i = 0;
    for (Map.Entry<String, RecordComponent> component : components.entrySet()) {
      String key = component.getKey();
      values[i++] =
          settings.containsKey(key)
              ? PlainValue.read(component.getValue().getType(), settings.get(key), at(place, key))
              : get(defaults, component.getValue());
    }
    return construct(defaults, components, values, place);
  }

  /**
   * The plain values of {@code settings} by kebab-case key, in the order of its components; an
   * empty optional is left out. {@link #bind} makes an equal record from them.
   */
  public static Map<String, Object> values(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    components(settings)
        .forEach(
            (key, component) -> {
              Object value = get(settings, component);
              if (value instanceof OptionalInt optional) {
                optional.ifPresent(v -> values.put(key, v));
              } else if (value instanceof OptionalLong optional) {
                optional.ifPresent(v -> values.put(key, v));
              } else if (value instanceof OptionalDouble optional) {
                optional.ifPresent(v -> values.put(key, v));
              } else {
                values.put(key, value instanceof Enum<?> e ? PlainValue.kebab(e) : value);
              }
            });
    return Collections.unmodifiableMap(values);
  }

  private static String at(String place, String key) {
    return place + (place.contains(": ") ? "." : ": ") + key;
  }

  private static Map<String, RecordComponent> components(Record settings) {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      components.put(PlainValue.kebab(component.getName()), component);
    }
    return components;
  }

  private static Object get(Record settings, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(settings);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static <S extends Record> S construct(
      S defaults, Map<String, RecordComponent> components, Object[] values, String place) {
    Class<?>[] types =
        components.values().stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      @SuppressWarnings("unchecked") // an object's class is the class of its static type or below
      Class<S> type = (Class<S>) defaults.getClass();
      Constructor<S> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new InvalidInputException(at(place, refused.getMessage()) + ".", refused);
      }
      throw new IllegalStateException(
          defaults.getClass() + " cannot be made from " + Arrays.toString(values), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(defaults.getClass() + " cannot be constructed", e);
    }
  }
}

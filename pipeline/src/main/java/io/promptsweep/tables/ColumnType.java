package io.promptsweep.tables;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The types of columns, and how a value of each is written to Parquet and to JSON and back. */
enum ColumnType {
  TEXT("string"),
  LONG("bigint"),
  INTEGER("int"),
  NUMBER("double"),
  FLAG("boolean"),
  TIME("timestamp"),
  NUMBERS("map<string,double>"),
  COUNTS("map<string,bigint>"),
  TEXTS("map<string,string>");

  private final String sql;

  ColumnType(String sql) {
    this.sql = sql;
  }

  /** The type's name in Spark SQL. */
  String sql() {
    return sql;
  }

  static ColumnType of(java.lang.reflect.Type java) {
    if (java instanceof ParameterizedType generic) {
      java.lang.reflect.Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Map.class) {
        return arguments[1] == Double.class ? NUMBERS : arguments[1] == Long.class ? COUNTS : TEXTS;
      }
      return of(arguments[0]);
    }
    if (java == String.class || CellStatus.class == java) {
      return TEXT;
    } else if (java == long.class || java == OptionalLong.class) {
      return LONG;
    } else if (java == int.class || java == OptionalInt.class) {
      return INTEGER;
    } else if (java == double.class || java == OptionalDouble.class) {
      return NUMBER;
    } else if (java == boolean.class) {
      return FLAG;
    } else if (java == Instant.class) {
      return TIME;
    }
    throw new IllegalArgumentException("no column type holds " + java);
  }

  static boolean nullable(java.lang.reflect.Type java) {
    return java.getTypeName().startsWith("java.util.Optional");
  }

  /** A component's value out of its optional, if it has one. */
  static Optional<Object> present(Object value) {
    if (value instanceof Optional<?> o) {
      return o.map(v -> v);
    } else if (value instanceof OptionalInt o) {
      return o.isPresent() ? Optional.of(o.getAsInt()) : Optional.empty();
    } else if (value instanceof OptionalLong o) {
      return o.isPresent() ? Optional.of(o.getAsLong()) : Optional.empty();
    } else if (value instanceof OptionalDouble o) {
      return o.isPresent() ? Optional.of(o.getAsDouble()) : Optional.empty();
    }
    return Optional.of(value);
  }

  Type field(Repetition repetition, String name) {
    return switch (this) {
      case TEXT -> Types.primitive(BINARY, repetition).as(stringType()).named(name);
      case LONG -> Types.primitive(INT64, repetition).named(name);
      case INTEGER -> Types.primitive(INT32, repetition).named(name);
      case NUMBER -> Types.primitive(DOUBLE, repetition).named(name);
      case FLAG -> Types.primitive(BOOLEAN, repetition).named(name);
      case TIME -> Types.primitive(INT64, repetition).as(timestampType(true, MICROS)).named(name);
      case NUMBERS -> map(repetition, NUMBER, name);
      case COUNTS -> map(repetition, LONG, name);
      case TEXTS -> map(repetition, TEXT, name);
    };
  }

  private static Type map(Repetition repetition, ColumnType value, String name) {
    return Types.map(repetition)
        .key(TEXT.field(Repetition.REQUIRED, "key"))
        .value(value.field(Repetition.REQUIRED, "value"))
        .named(name);
  }

  void add(Group group, String name, Object value) {
    switch (this) {
      case TEXT -> group.append(name, value.toString());
      case LONG -> group.append(name, (long) value);
      case INTEGER -> group.append(name, (int) value);
      case NUMBER -> group.append(name, (double) value);
      case FLAG -> group.append(name, (boolean) value);
      case TIME -> group.append(name, ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value));
      case NUMBERS, COUNTS, TEXTS -> {
        ColumnType values = this == NUMBERS ? NUMBER : this == COUNTS ? LONG : TEXT;
        Group map = group.addGroup(name);
        ((Map<?, ?>) value)
            .forEach((k, v) -> values.add(map.addGroup(0).append("key", (String) k), "value", v));
      }
    }
  }

  /**
   * A value that JSON keeps exactly. Numbers outside JSON (NaN, infinities) become strings;
   * timestamps ISO 8601.
   */
  Object json(Object value) {
    return switch (this) {
      case TEXT, TIME -> value.toString();
      case LONG, INTEGER, FLAG, COUNTS, TEXTS -> value;
      case NUMBER -> Double.isFinite((double) value) ? value : value.toString();
      case NUMBERS -> {
        Map<String, Object> numbers = new TreeMap<>();
        ((Map<?, ?>) value).forEach((k, v) -> numbers.put((String) k, NUMBER.json(v)));
        yield numbers;
      }
    };
  }

  /** The component's value: what {@link #json} wrote, or an empty optional for {@code null}. */
  Object fromJson(JsonNode json, Class<?> java) {
    return switch (this) {
      case TEXT -> {
        if (java == CellStatus.class) {
          yield CellStatus.valueOf(json.textValue());
        }
        Optional<String> text = Optional.ofNullable(json).map(JsonNode::textValue);
        yield java == Optional.class ? text : text.orElseThrow();
      }
      case LONG ->
          java == long.class
              ? json.longValue()
              : json == null ? OptionalLong.empty() : OptionalLong.of(json.longValue());
      case INTEGER ->
          java == int.class
              ? json.intValue()
              : json == null ? OptionalInt.empty() : OptionalInt.of(json.intValue());
      case NUMBER ->
          java == double.class
              ? number(json)
              : json == null ? OptionalDouble.empty() : OptionalDouble.of(number(json));
      case FLAG -> json.booleanValue();
      case TIME -> Instant.parse(json.textValue());
      case NUMBERS -> {
        Map<String, Double> numbers = new TreeMap<>();
        json.properties().forEach(e -> numbers.put(e.getKey(), number(e.getValue())));
        yield numbers;
      }
      case COUNTS -> {
        Map<String, Long> counts = new TreeMap<>();
        if (json != null) {
          json.properties().forEach(e -> counts.put(e.getKey(), e.getValue().longValue()));
        }
        yield java == Optional.class ? Optional.ofNullable(json).map(written -> counts) : counts;
      }
      case TEXTS -> {
        Map<String, String> texts = new TreeMap<>();
        json.properties().forEach(e -> texts.put(e.getKey(), e.getValue().textValue()));
        yield texts;
      }
    };
  }

  private static double number(JsonNode json) {
    return json.isTextual() ? Double.parseDouble(json.textValue()) : json.doubleValue();
  }
}

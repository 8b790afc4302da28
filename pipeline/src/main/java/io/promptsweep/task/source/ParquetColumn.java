package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * A column of a task in a Parquet file: one value a row, or a list of values.
 *
 * @param path its name, or names joined with dots inside nested columns
 * @param names the fields from the row down to it
 * @param list how it holds a list, if it does
 * @param text how its values are written
 */
record ParquetColumn(String path, List<String> names, ListShape list, ParquetText text) {

  /** How the values of a list lie below its field. */
  enum ListShape {
    /** No list. */
    NONE,
    /** The field itself is repeated. */
    REPEATED_FIELD,
    /** The field holds a repeated value (a list of two levels). */
    REPEATED_VALUE,
    /** The field holds a repeated group of one value (a list of three levels). */
    REPEATED_GROUP
  }

  /**
   * Finds a column in a file's schema.
   *
   * @throws InvalidInputException if it is not there, twice, or of a type that cannot be read
   */
  static ParquetColumn find(Path file, GroupType schema, String path) {
    List<String> names =
        schema.containsField(path) ? List.of(path) : Arrays.asList(path.split("\\.", -1));
    GroupType parent = schema;
    for (String name : names.subList(0, names.size() - 1)) {
      Type inner = field(file, parent, name, path);
      if (inner.isPrimitive()) {
        throw new InvalidInputException(
            file + ": column '" + name + "' has no columns inside, expected '" + path + "'.");
      }
      parent = inner.asGroupType();
    }
    Type type = field(file, parent, names.get(names.size() - 1), path);
    ListShape shape = shape(type);
    PrimitiveType value = value(file, type, shape, path);
    ParquetText text =
        ParquetText.of(value).orElseThrow(() -> unreadable(file, path, describe(value)));
    return new ParquetColumn(path, names, shape, text);
  }

  /** The top field of the file that holds it. */
  String root() {
    return names.get(0);
  }

  /**
   * Its values in a row; empty if there is none.
   *
   * @throws InvalidInputException if a value is not UTF-8 text, or a list holds an empty one
   */
  Optional<List<String>> values(Place place, Group row) {
    Group group = row;
    for (String name : names.subList(0, names.size() - 1)) {
      if (group.getFieldRepetitionCount(name) == 0) {
        return Optional.empty();
      }
      group = group.getGroup(name, 0);
    }
    int field = group.getType().getFieldIndex(names.get(names.size() - 1));
    int count = group.getFieldRepetitionCount(field);
    if (count == 0 && list != ListShape.REPEATED_FIELD) {
      return Optional.empty();
    }
    return Optional.of(
        switch (list) {
          case NONE, REPEATED_FIELD -> texts(place, group, field, count);
          case REPEATED_VALUE -> {
            Group holder = group.getGroup(field, 0);
            yield texts(place, holder, 0, holder.getFieldRepetitionCount(0));
          }
          case REPEATED_GROUP -> elements(place, group.getGroup(field, 0));
        });
  }

  private List<String> elements(Place place, Group holder) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < holder.getFieldRepetitionCount(0); i++) {
      Group element = holder.getGroup(0, i);
      if (element.getFieldRepetitionCount(0) == 0) {
        throw new InvalidInputException(
            place + ": column '" + path + "' has an empty value in its list.");
      }
      texts.addAll(texts(place, element, 0, 1));
    }
    return texts;
  }

  private List<String> texts(Place place, Group group, int field, int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      try {
        texts.add(text.of(group, field, i));
      } catch (CharacterCodingException e) {
        throw new InvalidInputException(
            place + ": column '" + path + "' is not UTF-8 text; write it as text.", e);
      }
    }
    return texts;
  }

  private static Type field(Path file, GroupType parent, String name, String path) {
    List<String> known = parent.getFields().stream().map(Type::getName).toList();
    long found = known.stream().filter(name::equals).count();
    if (found == 0) {
      throw new InvalidInputException(
          file + ": no column '" + path + "'" + Nearest.hint(name, known));
    }
    if (found > 1) {
      throw new InvalidInputException(
          file + ": has " + found + " columns named '" + name + "'; rename all but one.");
    }
    return parent.getType(name);
  }

  private static ListShape shape(Type type) {
    if (type.isRepetition(Repetition.REPEATED)) {
      return ListShape.REPEATED_FIELD;
    }
    if (type.isPrimitive()
        || type.asGroupType().getFieldCount() != 1
        || !type.asGroupType().getType(0).isRepetition(Repetition.REPEATED)) {
      return ListShape.NONE;
    }
    return type.asGroupType().getType(0).isPrimitive()
        ? ListShape.REPEATED_VALUE
        : ListShape.REPEATED_GROUP;
  }

  /** The type of the column's values, below what makes it a list. */
  private static PrimitiveType value(Path file, Type type, ListShape shape, String path) {
    Type value =
        switch (shape) {
          case NONE, REPEATED_FIELD -> type;
          case REPEATED_VALUE -> type.asGroupType().getType(0);
          case REPEATED_GROUP -> {
            GroupType element = type.asGroupType().getType(0).asGroupType();
            yield element.getFieldCount() == 1
                    && !element.getType(0).isRepetition(Repetition.REPEATED)
                ? element.getType(0)
                : element;
          }
        };
    if (value.isPrimitive()) {
      return value.asPrimitiveType();
    }
    if (shape == ListShape.NONE
        && !(value.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)) {
      throw new InvalidInputException(
          file
              + ": column '"
              + path
              + "' has columns inside, expected one of "
              + value.asGroupType().getFields().stream()
                  .map(inner -> path + "." + inner.getName())
                  .collect(Collectors.joining(", "))
              + ".");
    }
    throw unreadable(file, path, "a list or map of nested values");
  }

  private static InvalidInputException unreadable(Path file, String path, String type) {
    return new InvalidInputException(
        file
            + ": column '"
            + path
            + "' is "
            + type
            + ", expected text, numbers, truth values or a list of these; write it as one of them.");
  }

  private static String describe(PrimitiveType type) {
    String physical = type.getPrimitiveTypeName().name();
    String sized =
        type.getTypeLength() > 0 ? physical + "(" + type.getTypeLength() + ")" : physical;
    if (sized.equals("FIXED_LEN_BYTE_ARRAY(2)")) {
      return "of Parquet's type FLOAT16 (" + sized + ")"; // older readers know no such type
    }
    return type.getLogicalTypeAnnotation() == null
        ? "of Parquet's type " + sized
        : "of Parquet's type " + type.getLogicalTypeAnnotation() + " (" + sized + ")";
  }
}

package io.promptsweep.tables;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptsweep.problem.InvalidInputException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * How a row record appears in Parquet and in the journal: one column a component, {@code cellId} as
 * {@code cell_id}. The record is the only place where a table's columns are listed.
 */
final class RowType<R extends Record> {
  static final RowType<CellRow> CELLS = new RowType<>("cells", CellRow.class);
  static final RowType<EpochRow> EPOCHS = new RowType<>("epochs", EpochRow.class);
  static final RowType<AttemptRow> ATTEMPTS = new RowType<>("attempts", AttemptRow.class);
  static final RowType<EnvironmentRow> ENVIRONMENT =
      new RowType<>("environment", EnvironmentRow.class);
  static final List<RowType<?>> ALL = List.of(CELLS, EPOCHS, ATTEMPTS, ENVIRONMENT);

  /** A column: its name, its type, whether it may be null, and the component it comes from. */
  record Column(String name, ColumnType type, boolean nullable, RecordComponent component) {}

  private final String table;
  private final List<Column> columns;
  private final Constructor<R> constructor;

  private RowType(String table, Class<R> record) {
    this.table = table;
    this.columns = Arrays.stream(record.getRecordComponents()).map(RowType::column).toList();
    try {
      this.constructor =
          record.getDeclaredConstructor(
              Arrays.stream(record.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new LinkageError(record + " has no canonical constructor", e);
    }
  }

  private static Column column(RecordComponent component) {
    String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return new Column(
        name,
        ColumnType.of(component.getGenericType()),
        ColumnType.nullable(component.getGenericType()),
        component);
  }

  String table() {
    return table;
  }

  List<Column> columns() {
    return columns;
  }

  MessageType schema() {
    return new MessageType(
        table,
        columns.stream()
            .map(
                c ->
                    c.type()
                        .field(
                            c.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED,
                            c.name()))
            .toList());
  }

  Group group(MessageType schema, R row) {
    Group group = new SimpleGroup(schema);
    for (Column column : columns) {
      value(column, row).ifPresent(v -> column.type().add(group, column.name(), v));
    }
    return group;
  }

  /** The row as JSON values by column name; a null column is left out. */
  Map<String, Object> json(R row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Column column : columns) {
      value(column, row).ifPresent(v -> values.put(column.name(), column.type().json(v)));
    }
    return values;
  }

  /**
   * The row that {@link #json} wrote.
   *
   * @param place the file, for the sentence that refuses a row which lacks a column
   */
  R row(JsonNode json, Object place) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Column column = columns.get(i);
      JsonNode value = json.get(column.name());
      if (value == null && !column.nullable()) {
        throw new InvalidInputException(
            place
                + " has a row of "
                + table
                + " without "
                + column.name()
                + "; it was written by another version or changed by hand: move it away to compute"
                + " its cell again.");
      }
      values[i] = column.type().fromJson(value, column.component().getType());
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new InvalidInputException(
          place
              + " has a row of "
              + table
              + " that is not valid: "
              + e.getCause().getMessage()
              + ".",
          e);
    }
  }

  private Optional<Object> value(Column column, R row) {
    try {
      return ColumnType.present(column.component().getAccessor().invoke(row));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot read " + column.component(), e);
    }
  }
}

package io.promptsweep.task.source;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Hugging Face's Parquet copies, read without Spark. A column is found by its name, or by names
 * joined with dots inside nested columns; lists of values are read whole.
 */
public record ParquetRows() implements RowReader {

  @Override
  public List<Row> read(Path file, Map<String, String> columns) {
    List<Row> rows = new ArrayList<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      columns.values().forEach(path -> check(file, schema, path));
      MessageColumnIO columnIo = new ColumnIOFactory().getColumnIO(schema);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            columnIo.getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          Group group = records.read();
          Place place = new Place(file, "row", rows.size() + 1);
          Map<String, List<String>> values = new LinkedHashMap<>();
          columns.forEach((column, path) -> values.put(column, texts(place, group, path)));
          rows.add(new Row(place, values));
        }
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The reader answers a damaged file with whatever its decoder stumbles over.
      throw new InvalidInputException(
          file + ": cannot be read as Parquet (" + e.getMessage() + ").", e);
    }
    return rows;
  }

  private static void check(Path file, MessageType schema, String path) {
    GroupType type = schema;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length; i++) {
      if (!type.containsField(names[i])) {
        List<String> known = type.getFields().stream().map(Type::getName).toList();
        throw new InvalidInputException(
            file + ": no column '" + path + "'" + Nearest.hint(names[i], known));
      }
      if (i < names.length - 1) {
        Type inner = type.getType(names[i]);
        if (inner.isPrimitive()) {
          throw new InvalidInputException(
              file + ": column '" + names[i] + "' has no columns inside, expected '" + path + "'.");
        }
        type = inner.asGroupType();
      }
    }
  }

  private static List<String> texts(Place place, Group row, String path) {
    Group group = row;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      if (group.getFieldRepetitionCount(names[i]) == 0) {
        throw missing(place, path);
      }
      group = group.getGroup(names[i], 0);
    }
    List<String> texts = new ArrayList<>();
    int index = group.getType().getFieldIndex(names[names.length - 1]);
    gather(group, index, texts);
    boolean list = !group.getType().getType(index).isPrimitive();
    if (texts.isEmpty() && !list) {
      throw missing(place, path);
    }
    return texts;
  }

  /** Every value under a field: a list is groups of groups around its values. */
  private static void gather(Group group, int field, List<String> texts) {
    for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
      Type type = group.getType().getType(field);
      if (type.isPrimitive()) {
        texts.add(group.getValueToString(field, i));
      } else {
        Group inner = group.getGroup(field, i);
        for (int f = 0; f < inner.getType().getFieldCount(); f++) {
          gather(inner, f, texts);
        }
      }
    }
  }

  private static InvalidInputException missing(Place place, String path) {
    return new InvalidInputException(place + ": column '" + path + "' is empty.");
  }
}

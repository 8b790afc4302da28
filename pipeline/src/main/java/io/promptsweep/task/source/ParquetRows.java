package io.promptsweep.task.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Hugging Face's Parquet copies, read without Spark. A column is found by its name, or by names
 * joined with dots inside nested columns; lists of values are read whole. Values are written as
 * their logical type says ({@link ParquetText}). Of columns that are not asked for, only the pages
 * are unpacked: a file with any damage is refused.
 */
public record ParquetRows() implements RowReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public List<Row> read(Path file, Map<String, String> columns) {
    return opened(
        file,
        (input, reader) -> {
          MessageType schema = reader.getFooter().getFileMetaData().getSchema();
          Map<String, ParquetColumn> found = new LinkedHashMap<>();
          columns.forEach((name, path) -> found.put(name, ParquetColumn.find(file, schema, path)));
          MessageType wanted = projection(schema, found.values());
          check(input, reader, wanted);
          MessageType readable = readable(reader, schema);
          reader.setRequestedSchema(readable);
          MessageColumnIO columnIo = new ColumnIOFactory().getColumnIO(wanted, schema);
          List<Row> rows = new ArrayList<>();
          for (PageReadStore pages = reader.readNextRowGroup();
              pages != null;
              pages = reader.readNextRowGroup()) {
            unpackOthers(pages, readable, wanted);
            RecordReader<Group> records =
                columnIo.getRecordReader(pages, new GroupRecordConverter(wanted));
            for (long i = 0; i < pages.getRowCount(); i++) {
              rows.add(row(new Place(file, "row", rows.size() + 1), records.read(), found));
            }
          }
          return rows;
        });
  }

  /** The names that Hugging Face's metadata in the file gives to the classes of a column. */
  @Override
  public List<String> classNames(Path file, String column) {
    String metadata =
        opened(
            file,
            (input, reader) ->
                reader
                    .getFooter()
                    .getFileMetaData()
                    .getKeyValueMetaData()
                    .getOrDefault("huggingface", ""));
    List<String> names = new ArrayList<>();
    try {
      JsonNode features = JSON.readTree(metadata).path("info").path("features");
      features.path(column).path("names").forEach(name -> names.add(name.asText()));
    } catch (JsonProcessingException e) {
      return List.of(); // it is only a second opinion
    }
    return names;
  }

  private interface Reading<T> {
    T of(ParquetInput input, ParquetFileReader reader) throws IOException;
  }

  private static <T> T opened(Path file, Reading<T> reading) {
    try {
      ParquetInput input = ParquetInput.open(file);
      ParquetReadOptions options =
          ParquetReadOptions.builder()
              .withCodecFactory(new ExactCodecs())
              .usePageChecksumVerification()
              .build();
      try (ParquetFileReader reader = ParquetFileReader.open(input, options)) {
        return reading.of(input, reader);
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      // The reader answers a damaged file with whatever its decoder stumbles over; a length of
      // gigabytes that one byte makes up is no lack of memory.
      throw new InvalidInputException(
          file
              + ": cannot be read as Parquet ("
              + reason(e)
              + "); it is damaged: download or write it again.",
          e);
    }
  }

  /** The innermost message among an exception's causes, on one line. */
  private static String reason(Throwable thrown) {
    String reason = thrown.getClass().getSimpleName();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        reason = cause.getMessage().strip().replaceAll("\\s+", " ");
      }
    }
    return reason;
  }

  private static MessageType projection(MessageType schema, Collection<ParquetColumn> columns) {
    Set<Type> roots = new LinkedHashSet<>();
    columns.forEach(column -> roots.add(schema.getType(column.root())));
    return new MessageType(schema.getName(), List.copyOf(roots));
  }

  /** The columns whose pages can be unpacked. */
  private static MessageType readable(ParquetFileReader reader, MessageType schema) {
    Set<String> others = new LinkedHashSet<>();
    for (BlockMetaData group : reader.getFooter().getBlocks()) {
      for (ColumnChunkMetaData column : group.getColumns()) {
        if (!ExactCodecs.KNOWN.contains(column.getCodec())) {
          others.add(column.getPath().toArray()[0]);
        }
      }
    }
    return new MessageType(
        schema.getName(),
        schema.getFields().stream().filter(field -> !others.contains(field.getName())).toList());
  }

  private static void unpackOthers(PageReadStore pages, MessageType readable, MessageType wanted) {
    for (ColumnDescriptor column : readable.getColumns()) {
      if (!wanted.containsField(column.getPath()[0])) {
        PageReader reader = pages.getPageReader(column);
        reader.readDictionaryPage();
        while (reader.readPage() != null) {
          // Unpacking it is the check.
        }
      }
    }
  }

  /** Refuses what would end in an obscure error, in wrong rows or not at all. */
  private static void check(ParquetInput input, ParquetFileReader reader, MessageType wanted)
      throws IOException {
    for (BlockMetaData group : reader.getFooter().getBlocks()) {
      for (ColumnChunkMetaData column : group.getColumns()) {
        String[] path = column.getPath().toArray();
        boolean asked = wanted.containsField(path[0]);
        if (asked && !ExactCodecs.KNOWN.contains(column.getCodec())) {
          throw new InvalidInputException(
              input.path()
                  + ": column '"
                  + path[0]
                  + "' is compressed with "
                  + column.getCodec()
                  + ", expected zstd, snappy, gzip, lz4 or none; write the file with one of these.");
        }
        boolean flat = asked && path.length == 1 && wanted.getMaxRepetitionLevel(path) == 0;
        if (flat && column.getValueCount() != group.getRowCount()) {
          throw new IOException(
              "column "
                  + path[0]
                  + " has "
                  + column.getValueCount()
                  + " values in a group of "
                  + group.getRowCount()
                  + " rows");
        }
        PageHeaders.check(input, column);
      }
    }
  }

  private static Row row(Place place, Group group, Map<String, ParquetColumn> columns) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> {
          Optional<List<String>> found = column.values(place, group);
          // A row without a label is no damage; what becomes of it is the source's choice.
          if (found.isEmpty() && !name.equals(Row.LABEL)) {
            throw new InvalidInputException(place + ": column '" + column.path() + "' is empty.");
          }
          found.ifPresent(texts -> values.put(name, texts));
        });
    return new Row(place, values);
  }
}

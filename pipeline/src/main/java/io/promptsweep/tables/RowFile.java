package io.promptsweep.tables;

import io.promptsweep.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** Parquet files of rows: written whole, by {@link AtomicFile}, and read back. */
final class RowFile {
  private RowFile() {}

  static <R extends Record> void write(Path file, RowType<R> type, List<R> rows) {
    MessageType schema = type.schema();
    write(file, schema, rows.stream().map(row -> type.group(schema, row)).toList());
  }

  /**
   * Writes {@code file} again with only the rows that {@code keep} accepts. Its columns stay as
   * they are, so that a file of an older version keeps its own.
   */
  static void retain(Path file, Predicate<Group> keep) throws IOException {
    MessageType schema;
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalFile(file))) {
      schema = reader.getFooter().getFileMetaData().getSchema();
    }
    write(file, schema, read(file, schema).stream().filter(keep).toList());
  }

  private static void write(Path file, MessageType schema, List<Group> rows) {
    AtomicFile.write(
        file,
        path -> {
          // Java's own gzip: unlike snappy and zstd it unpacks no native library into /tmp, which
          // a killed driver would leave there.
          try (ParquetWriter<Group> writer =
              ExampleParquetWriter.builder(new LocalFile(path))
                  .withConf(new Configuration(false))
                  .withType(schema)
                  .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                  .withCompressionCodec(CompressionCodecName.GZIP)
                  .build()) {
            for (Group row : rows) {
              writer.write(row);
            }
          }
        });
  }

  /** The columns of {@code schema} of every row of {@code file}. */
  static List<Group> read(Path file, MessageType schema) throws IOException {
    List<Group> rows = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalFile(file))) {
      reader.setRequestedSchema(schema);
      // A file of an earlier version lacks columns that came later; those may be null.
      MessageColumnIO columns =
          new ColumnIOFactory()
              .getColumnIO(schema, reader.getFooter().getFileMetaData().getSchema());
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            columns.getRecordReader(pages, new GroupRecordConverter(schema));
        for (long row = 0; row < pages.getRowCount(); row++) {
          rows.add(records.read());
        }
      }
    }
    return rows;
  }
}

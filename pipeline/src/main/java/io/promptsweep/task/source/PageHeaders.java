package io.promptsweep.task.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Walks over the headers of a column's pages before Parquet's reader does: it goes back where a
 * page's size is negative, and could read the same page for ever.
 */
final class PageHeaders {
  private PageHeaders() {}

  /**
   * Checks the pages of one column in one row group.
   *
   * @throws IOException if a size is negative or pages hold another number of values than the
   *     footer says
   */
  static void check(ParquetInput file, ColumnChunkMetaData column) throws IOException {
    long end = column.getStartingPos() + column.getTotalSize();
    if (column.getStartingPos() < 0 || column.getTotalSize() < 0 || end > file.footerStart()) {
      throw new IOException("column " + column.getPath().toDotString() + " lies outside the file");
    }
    try (SeekableInputStream stream = file.newStream()) {
      stream.seek(column.getStartingPos());
      InputStream pages = new BufferedInputStream(stream, 1 << 16);
      long values = 0;
      while (values < column.getValueCount()) {
        PageHeader header = Util.readPageHeader(pages);
        int size = header.getCompressed_page_size();
        if (size < 0 || header.getUncompressed_page_size() < 0) {
          throw new IOException("a page has a negative size");
        }
        int held =
            header.isSetData_page_header()
                ? header.getData_page_header().getNum_values()
                : header.isSetData_page_header_v2()
                    ? header.getData_page_header_v2().getNum_values()
                    : 0;
        if (held < 0) {
          throw new IOException("a page has a negative number of values");
        }
        values += held;
        try {
          pages.skipNBytes(size);
        } catch (EOFException e) {
          throw new IOException("a page ends after the file", e);
        }
      }
      if (values != column.getValueCount()) {
        throw new IOException(
            "pages hold " + values + " values, the footer says " + column.getValueCount());
      }
    }
  }
}

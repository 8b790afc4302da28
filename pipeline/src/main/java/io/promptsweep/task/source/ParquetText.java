package io.promptsweep.task.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** How the values of a Parquet type, physical and logical, are written as text. */
interface ParquetText {

  /**
   * The text of one value.
   *
   * @throws CharacterCodingException if it should be text and is not UTF-8
   */
  String of(Group group, int field, int index) throws CharacterCodingException;

  /** The text of a type's values; empty if they are neither text, numbers nor truth values. */
  static Optional<ParquetText> of(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(type, decimal.getScale());
    }
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Optional.of((g, f, i) -> String.valueOf(g.getBoolean(f, i)));
      case FLOAT -> Optional.of((g, f, i) -> String.valueOf(g.getFloat(f, i)));
      case DOUBLE -> Optional.of((g, f, i) -> String.valueOf(g.getDouble(f, i)));
      case INT32 ->
          integer(logical)
              ? Optional.of(
                  unsigned(logical)
                      ? (g, f, i) -> Integer.toUnsignedString(g.getInteger(f, i))
                      : (g, f, i) -> String.valueOf(g.getInteger(f, i)))
              : Optional.empty();
      case INT64 ->
          integer(logical)
              ? Optional.of(
                  unsigned(logical)
                      ? (g, f, i) -> Long.toUnsignedString(g.getLong(f, i))
                      : (g, f, i) -> String.valueOf(g.getLong(f, i)))
              : Optional.empty();
      case BINARY ->
          logical == null
                  || logical instanceof StringLogicalTypeAnnotation
                  || logical instanceof EnumLogicalTypeAnnotation
                  || logical instanceof JsonLogicalTypeAnnotation
              ? Optional.of((g, f, i) -> utf8(g.getBinary(f, i)))
              : Optional.empty();
      case FIXED_LEN_BYTE_ARRAY ->
          logical instanceof UUIDLogicalTypeAnnotation
              ? Optional.of((g, f, i) -> uuid(g.getBinary(f, i)))
              : Optional.empty();
      case INT96 -> Optional.empty();
    };
  }

  private static boolean integer(LogicalTypeAnnotation logical) {
    return logical == null || logical instanceof IntLogicalTypeAnnotation;
  }

  private static boolean unsigned(LogicalTypeAnnotation logical) {
    return logical instanceof IntLogicalTypeAnnotation whole && !whole.isSigned();
  }

  private static Optional<ParquetText> decimal(PrimitiveType type, int scale) {
    return switch (type.getPrimitiveTypeName()) {
      case INT32 -> Optional.of((g, f, i) -> scaled(BigInteger.valueOf(g.getInteger(f, i)), scale));
      case INT64 -> Optional.of((g, f, i) -> scaled(BigInteger.valueOf(g.getLong(f, i)), scale));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          Optional.of(
              (g, f, i) -> {
                byte[] bytes = g.getBinary(f, i).getBytes();
                return scaled(bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes), scale);
              });
      default -> Optional.empty();
    };
  }

  private static String scaled(BigInteger unscaled, int scale) {
    return new BigDecimal(unscaled, scale).toPlainString();
  }

  private static String utf8(Binary binary) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(binary.toByteBuffer()).toString();
  }

  private static String uuid(Binary binary) {
    ByteBuffer bytes = binary.toByteBuffer();
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }
}

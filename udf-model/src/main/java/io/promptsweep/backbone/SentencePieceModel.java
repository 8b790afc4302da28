package io.promptsweep.backbone;

import io.promptsweep.problem.InvalidInputException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of a SentencePiece model file, which DJL's processor does not list: field 1 of {@code
 * ModelProto}, each with its text in field 1 and its kind in field 3 (sentencepiece_model.proto of
 * github.com/google/sentencepiece). Everything else is skipped.
 */
final class SentencePieceModel {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** A piece; {@code kind} 1 is text, 2 unknown, 3 control, 4 user-defined, 6 a byte. */
  record Piece(String text, long kind) {
    boolean isText() {
      return kind == 1 || kind == 4;
    }
  }

  private SentencePieceModel() {}

  static List<Piece> pieces(Path file, byte[] model) {
    List<Piece> pieces = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(model);
    boolean normalizer = false;
    try {
      while (in.hasRemaining()) {
        long tag = varint(in);
        normalizer |= tag == (3 << 3 | BYTES);
        if (tag == (1 << 3 | BYTES)) {
          pieces.add(piece(bytes(in)));
        } else {
          skip(in, tag);
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new InvalidInputException(
          file + " is not a whole SentencePiece model; download it again.", e);
    }
    // The normalizer's rules stand behind the pieces: without them the file ends between two.
    if (pieces.isEmpty() || !normalizer) {
      throw new InvalidInputException(
          file + " is not a whole SentencePiece model; download it again.");
    }
    return pieces;
  }

  private static Piece piece(ByteBuffer in) {
    String text = "";
    long kind = 1;
    while (in.hasRemaining()) {
      long tag = varint(in);
      if (tag == (1 << 3 | BYTES)) {
        text = StandardCharsets.UTF_8.decode(bytes(in)).toString();
      } else if (tag == (3 << 3 | VARINT)) {
        kind = varint(in);
      } else {
        skip(in, tag);
      }
    }
    return new Piece(text, kind);
  }

  private static void skip(ByteBuffer in, long tag) {
    switch ((int) (tag & 7)) {
      case VARINT -> varint(in);
      case FIXED64 -> in.getLong();
      case BYTES -> bytes(in);
      case FIXED32 -> in.getInt();
      default -> throw new IllegalArgumentException("wire type " + (tag & 7));
    }
  }

  private static ByteBuffer bytes(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer bytes = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return bytes;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }
}

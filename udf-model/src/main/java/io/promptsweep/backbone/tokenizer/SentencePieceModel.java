package io.promptsweep.backbone.tokenizer;

import io.promptsweep.backbone.files.ForeignContent;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A SentencePiece model file, which DJL's processor tells little of, read and checked before the
 * native library sees it: that one takes a model cut off between two pieces, and follows a damaged
 * map of characters wherever it leads. The fields are those of sentencepiece_model.proto of
 * github.com/google/sentencepiece.
 *
 * @param file where it was read
 * @param bytes the file
 * @param pieces its pieces; a piece's index is its id
 */
record SentencePieceModel(Path file, byte[] bytes, List<Piece> pieces) {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private static final long TEXT = 1;
  private static final long UNKNOWN = 2;
  private static final long BYTE = 6;
  private static final int UNIGRAM = 1;
  private static final long LARGEST_BYTES = 256L << 20;

  /** A piece; {@code kind} 1 is text, 2 unknown, 3 control, 4 user-defined, 6 a byte. */
  record Piece(String text, float score, long kind) {
    boolean isText() {
      return kind == TEXT || kind == 4;
    }
  }

  /**
   * Reads {@code file}.
   *
   * @throws InvalidInputException if it is not a whole and sound model
   */
  static SentencePieceModel read(Path file) {
    ForeignContent.refuse(file);
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new InvalidInputException(
            file
                + " has "
                + Files.size(file)
                + " bytes rather than at most "
                + LARGEST_BYTES
                + ".");
      }
      return read(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InvalidInputException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static SentencePieceModel read(Path file, byte[] model) {
    List<Piece> pieces = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(model);
    boolean normalizer = false;
    try {
      while (in.hasRemaining()) {
        long tag = varint(in);
        switch ((int) Math.min(tag >>> 3, Integer.MAX_VALUE)) {
          case 1 -> pieces.add(piece(typed(in, tag)));
          case 2 -> trainer(file, typed(in, tag));
          case 3 -> {
            normalizer = true;
            normalizer(file, typed(in, tag));
          }
          case 5 -> normalizer(file, typed(in, tag));
          default -> skip(in, tag);
        }
      }
    } catch (BufferUnderflowException | IllegalArgumentException | CharacterCodingException e) {
      throw notWhole(file, e);
    }
    // The normalizer's rules stand behind the pieces: without them the file ends between two.
    if (pieces.isEmpty() || !normalizer) {
      throw notWhole(file, null);
    }
    check(file, pieces);
    return new SentencePieceModel(file, model, List.copyOf(pieces));
  }

  private static InvalidInputException notWhole(Path file, Exception cause) {
    return new InvalidInputException(
        file + " is not a whole SentencePiece model; download it again.", cause);
  }

  private static void check(Path file, List<Piece> pieces) {
    Set<String> known = new HashSet<>();
    for (int id = 0; id < pieces.size(); id++) {
      Piece piece = pieces.get(id);
      String problem =
          piece.text().isEmpty() || piece.text().indexOf('\0') >= 0
              ? "has a text that is empty or holds a NUL"
              : !Float.isFinite(piece.score())
                  ? "has the score " + piece.score() + " rather than a finite number"
                  : piece.kind() < TEXT || piece.kind() > BYTE
                      ? "is of the kind " + piece.kind() + " rather than one of 1 to 6"
                      : piece.kind() == BYTE && !piece.text().matches("<0x[0-9A-F]{2}>")
                          ? "stands for a byte and is not written like <0x41>"
                          : known.add(piece.text()) ? "" : "is there twice";
      if (!problem.isEmpty()) {
        throw new InvalidInputException(
            file
                + ": piece "
                + id
                + ", "
                + PrintableName.name(piece.text())
                + ", "
                + problem
                + "; download the file again.");
      }
    }
    long unknown = pieces.stream().filter(piece -> piece.kind() == UNKNOWN).count();
    if (unknown != 1) {
      throw new InvalidInputException(
          file
              + " has "
              + unknown
              + " pieces for unknown characters rather than one, <unk>; download the file again.");
    }
  }

  /**
   * Refuses a tokenizer from the same folder that gives a piece another id.
   *
   * @throws InvalidInputException naming both files
   */
  void requireSameIds(T5Tokenizer tokenizer) {
    for (int id = 0; id < pieces.size(); id++) {
      String piece = pieces.get(id).text();
      Integer other = tokenizer.ids().get(piece);
      if (other == null || other != id) {
        throw new InvalidInputException(
            tokenizer.file()
                + " and "
                + file.getFileName()
                + " beside it are of different models: "
                + PrintableName.name(piece)
                + " has "
                + (other == null ? "no id" : "the id " + other)
                + " in the first and "
                + id
                + " in the second; delete the one that does not belong to the weights.");
      }
    }
  }

  private static Piece piece(ByteBuffer in) throws CharacterCodingException {
    String text = "";
    float score = 0;
    long kind = TEXT;
    while (in.hasRemaining()) {
      long tag = varint(in);
      switch ((int) Math.min(tag >>> 3, Integer.MAX_VALUE)) {
        case 1 -> text = StandardCharsets.UTF_8.newDecoder().decode(typed(in, tag)).toString();
        case 2 -> {
          requireType(tag, FIXED32);
          score = Float.intBitsToFloat(Integer.reverseBytes(in.getInt()));
        }
        case 3 -> {
          requireType(tag, VARINT);
          kind = varint(in);
        }
        default -> skip(in, tag);
      }
    }
    return new Piece(text, score, kind);
  }

  private static void trainer(Path file, ByteBuffer in) {
    long type = UNIGRAM;
    while (in.hasRemaining()) {
      long tag = varint(in);
      if (tag >>> 3 == 3) {
        requireType(tag, VARINT);
        type = varint(in);
      } else {
        skip(in, tag);
      }
    }
    if (type != UNIGRAM) {
      throw new InvalidInputException(
          file
              + " is a SentencePiece model of the type "
              + type
              + " rather than 1, unigram, which T5's is; copy the file from the model that the"
              + " weights belong to.");
    }
  }

  private static void normalizer(Path file, ByteBuffer in) {
    while (in.hasRemaining()) {
      long tag = varint(in);
      if (tag >>> 3 == 2) {
        ByteBuffer field = typed(in, tag);
        byte[] map = new byte[field.remaining()];
        field.get(map);
        if (map.length > 0) { // without a map, characters stay as they are
          CharsMap.problem(map)
              .ifPresent(
                  problem -> {
                    throw new InvalidInputException(
                        file + ": its precompiled_charsmap " + problem + "; download it again.");
                  });
        }
      } else {
        skip(in, tag);
      }
    }
  }

  private static ByteBuffer typed(ByteBuffer in, long tag) {
    requireType(tag, BYTES);
    return bytes(in);
  }

  /** The native library passes over a field of another type, as if it were not there. */
  private static void requireType(long tag, int type) {
    if ((tag & 7) != type) {
      throw new IllegalArgumentException("wire type " + (tag & 7));
    }
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

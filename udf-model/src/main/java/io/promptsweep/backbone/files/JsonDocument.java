package io.promptsweep.backbone.files;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON file whose top is an object; what it lacks or has wrong is said with file and key. */
public record JsonDocument(Path file, JsonObject root) {
  private static final long LARGEST_BYTES = 256L << 20;

  /**
   * Reads {@code file} as Python would, see {@link PythonJson}.
   *
   * @throws InvalidInputException if it is missing, too large, not JSON, or something else was
   *     stored in its place
   */
  public static JsonDocument read(Path file) {
    ForeignContent.refuse(file);
    JsonElement element;
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
      element = PythonJson.parse(Files.readString(file));
    } catch (PythonJson.Malformed e) {
      throw new InvalidInputException(
          file + " is not JSON (" + e.getMessage() + "); download it again.", e);
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(
          file + " is not JSON (its bytes are not UTF-8); download it again.", e);
    } catch (IOException e) {
      throw new InvalidInputException(file + " is missing or cannot be read.", e);
    }
    if (!element.isJsonObject()) {
      throw new InvalidInputException(file + " is not a JSON object; download it again.");
    }
    JsonObject root = element.getAsJsonObject();
    if (root.size() <= 3 && root.get("error") instanceof JsonPrimitive message) {
      throw new InvalidInputException(ForeignContent.errorAnswer(file, message.getAsString()));
    }
    return new JsonDocument(file, root);
  }

  public int integer(String key) {
    JsonElement value = root.get(key);
    if (value == null || value.isJsonNull()) {
      throw new InvalidInputException(
          file + " lacks " + key + ", which every T5's config.json has; download it again.");
    }
    return integer(key, 0);
  }

  public int integer(String key, int otherwise) {
    double number = number(key, otherwise);
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw wrong(key, "a whole number");
    }
    return (int) number;
  }

  public double number(String key, double otherwise) {
    JsonPrimitive value = primitive(key, "a number");
    if (value == null) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw wrong(key, "a number");
    }
    try {
      return value.getAsDouble();
    } catch (NumberFormatException e) {
      throw wrong(key, "a number");
    }
  }

  public boolean flag(String key, boolean otherwise) {
    JsonPrimitive value = primitive(key, "true or false");
    if (value != null && !value.isBoolean()) {
      throw wrong(key, "true or false");
    }
    return value == null ? otherwise : value.getAsBoolean();
  }

  public String text(String key, String otherwise) {
    JsonPrimitive value = primitive(key, "a text");
    if (value != null && !value.isString()) {
      throw wrong(key, "a text");
    }
    return value == null ? otherwise : value.getAsString();
  }

  public JsonObject object(String key) {
    JsonElement value = root.get(key);
    if (value == null || !value.isJsonObject()) {
      throw wrong(key, "an object");
    }
    return value.getAsJsonObject();
  }

  /** A list of lists of whole numbers; rows may differ in length. */
  public int[][] integerRows(String key) {
    try {
      return new Gson().fromJson(root.get(key), int[][].class);
    } catch (JsonParseException | NumberFormatException e) {
      throw wrong(key, "a list of lists of whole numbers");
    }
  }

  private JsonPrimitive primitive(String key, String expected) {
    JsonElement value = root.get(key);
    if (value == null || value.isJsonNull()) {
      return null;
    }
    if (!value.isJsonPrimitive()) {
      throw wrong(key, expected);
    }
    return value.getAsJsonPrimitive();
  }

  private InvalidInputException wrong(String key, String expected) {
    String found = String.valueOf(root.get(key));
    String shown = found.length() > 60 ? found.substring(0, 60) + "…" : found;
    return new InvalidInputException(
        file + ": " + key + " is " + shown + " rather than " + expected + ".");
  }
}

package io.promptsweep.backbone.files;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.promptsweep.problem.PrintableName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON as Python's {@code json} reads it, which wrote a model's files: {@code NaN}, {@code
 * Infinity} and {@code -Infinity} are numbers. Beyond that nothing but JSON is taken. A byte order
 * mark is skipped. A key that an object has twice must have the same value twice: readers differ in
 * which of two values they take.
 */
final class PythonJson {
  /** Deeper than any real file, and shallow enough for every thread's stack. */
  private static final int DEEPEST = 100;

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");

  private final String text;
  private int at;

  private PythonJson(String text) {
    this.text = text;
  }

  /** Says where a text is not JSON. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** A number as the file has it: a program that reads it after us reads the same digits. */
  private static final class Written extends Number {
    private static final long serialVersionUID = 1L;
    private final String written;

    Written(String written) {
      this.written = written;
    }

    @Override
    public int intValue() {
      return (int) longValue();
    }

    @Override
    public long longValue() {
      try {
        return Long.parseLong(written);
      } catch (NumberFormatException e) {
        return (long) doubleValue();
      }
    }

    @Override
    public float floatValue() {
      return Float.parseFloat(written);
    }

    @Override
    public double doubleValue() {
      return Double.parseDouble(written);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Written number && number.written.equals(written);
    }

    @Override
    public int hashCode() {
      return written.hashCode();
    }

    @Override
    public String toString() {
      return written;
    }
  }

  /** The one value of {@code text}. */
  static JsonElement parse(String text) throws Malformed {
    PythonJson json = new PythonJson(text);
    if (!text.isEmpty() && text.charAt(0) == '\ufeff') {
      json.at++;
    }
    JsonElement value = json.value(0);
    if (json.at < text.length()) {
      throw json.malformed("the end of the file");
    }
    return value;
  }

  private JsonElement value(int depth) throws Malformed {
    if (depth > DEEPEST) {
      throw malformed("no more than " + DEEPEST + " brackets inside each other");
    }
    skipSpace();
    JsonElement value =
        switch (peek()) {
          case '{' -> object(depth);
          case '[' -> array(depth);
          case '"' -> new JsonPrimitive(string());
          case 't' -> word("true", new JsonPrimitive(true));
          case 'f' -> word("false", new JsonPrimitive(false));
          case 'n' -> word("null", JsonNull.INSTANCE);
          case 'N' -> word("NaN", new JsonPrimitive(Double.NaN));
          case 'I' -> word("Infinity", new JsonPrimitive(Double.POSITIVE_INFINITY));
          default -> number();
        };
    skipSpace();
    return value;
  }

  private JsonObject object(int depth) throws Malformed {
    JsonObject object = new JsonObject();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return object;
    }
    while (true) {
      skipSpace();
      if (peek() != '"') {
        throw malformed("a key in double quotes");
      }
      int place = at;
      String key = string();
      skipSpace();
      expect(':');
      JsonElement value = value(depth + 1);
      JsonElement before = object.get(key);
      if (before != null && !before.equals(value)) {
        at = place;
        throw malformed(
            "each key once, and not " + PrintableName.name(key) + " with a second value");
      }
      object.add(key, value);
      if (peek() == '}') {
        at++;
        return object;
      }
      expect(',');
    }
  }

  private JsonArray array(int depth) throws Malformed {
    JsonArray array = new JsonArray();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return array;
    }
    while (true) {
      array.add(value(depth + 1));
      if (peek() == ']') {
        at++;
        return array;
      }
      expect(',');
    }
  }

  private JsonPrimitive number() throws Malformed {
    if (text.startsWith("-Infinity", at)) {
      at += "-Infinity".length();
      return new JsonPrimitive(Double.NEGATIVE_INFINITY);
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw malformed("a value");
    }
    at = number.end();
    return new JsonPrimitive(new Written(number.group()));
  }

  private JsonElement word(String word, JsonElement value) throws Malformed {
    if (!text.startsWith(word, at)) {
      throw malformed("a value");
    }
    at += word.length();
    return value;
  }

  private String string() throws Malformed {
    int end = ++at;
    while (end < text.length() && text.charAt(end) >= ' ' && text.charAt(end) != '\\') {
      if (text.charAt(end) == '"') {
        String plain = text.substring(at, end);
        at = end + 1;
        return plain;
      }
      end++;
    }
    StringBuilder string = new StringBuilder(text.substring(at, end));
    at = end;
    while (true) {
      char c = peek();
      if (c < ' ') {
        throw malformed("the end of a text in double quotes");
      }
      at++;
      if (c == '"') {
        return string.toString();
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws Malformed {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> {
        at--;
        throw malformed("an escape that JSON has");
      }
    };
  }

  private char hexadecimal() throws Malformed {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw malformed("four hexadecimal digits");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The next character; NUL, which stands nowhere in JSON, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void expect(char c) throws Malformed {
    if (peek() != c) {
      throw malformed("'" + c + "'");
    }
    at++;
  }

  private Malformed malformed(String expected) {
    int place = Math.min(at, text.length());
    int line = 1 + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
    int column = place - text.lastIndexOf('\n', place - 1);
    return new Malformed("line " + line + ", column " + column + ": expected " + expected);
  }
}

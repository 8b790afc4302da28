package io.promptsweep.files;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file or folder of this machine as people write one: a path, {@code ~} or {@code ~/x} for what
 * is in their home folder, or a {@code file:} URI.
 *
 * <p>What only looks like a path would make a folder of that very name, and results written there
 * would be lost with the machine; so it is refused.
 */
public final class LocalPath {
  private static final Pattern URI_START = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):/");

  /** Without a slash these are no folders' names either: {@code dbfs:x}. */
  private static final Pattern KNOWN_SCHEME =
      Pattern.compile(
          "(file|hdfs|webhdfs|swebhdfs|viewfs|har|s3|s3a|s3n|gs|abfs|abfss|wasb|wasbs|adl|dbfs|oss"
              + "|cos|cosn|obs|o3fs|ofs|swift|ftp|sftp|http|https|jar):",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern VARIABLE =
      Pattern.compile("(\\$[A-Za-z_][A-Za-z0-9_]*|\\$\\{[^}]*})(/|$)");

  private LocalPath() {}

  /**
   * The path that {@code text} means; relative ones stay so.
   *
   * @throws InvalidPathException if it means none on this machine; the reason goes on a sentence
   *     whose subject is the text
   */
  public static Path of(String text) {
    if (text.isBlank()) {
      throw refused(text, "is empty, where the name of a file or folder is expected");
    }
    if (isRemote(text)) {
      throw refused(
          text,
          "is on another file system, where only files and folders of this machine can be used:"
              + " name one of this machine, and copy with the other system's own tools, such as"
              + " hadoop fs -put and -get");
    }
    if (isFileUri(text)) {
      return ofUri(text);
    }
    if (text.equals("~")) {
      return home(text);
    }
    if (text.startsWith("~/")) {
      return home(text).resolve(path(text.replaceFirst("^~/+", ""), text));
    }
    if (text.startsWith("~")) {
      throw refused(
          text,
          "begins with ~, which a shell would replace by the home folder of a user: write the path"
              + " in full, or with ./ before it if that is its name");
    }
    if (VARIABLE.matcher(text).lookingAt()) {
      throw refused(
          text,
          "begins with a variable that no shell has replaced: write the path in full, or with ./"
              + " before it if that is its name");
    }
    return path(text, text);
  }

  /** Whether {@code text} is a URI of another file system, such as {@code hdfs://host/x}. */
  public static boolean isRemote(String text) {
    return (URI_START.matcher(text).lookingAt() || KNOWN_SCHEME.matcher(text).lookingAt())
        && !isFileUri(text);
  }

  /** A remote URI with its scheme as file systems register it, in small letters. */
  public static String remote(String text) {
    Matcher start = URI_START.matcher(text);
    if (!start.lookingAt()) {
      throw refused(text, "is neither a path nor a URI: write a / after the colon, as in hdfs://");
    }
    return start.group(1).toLowerCase(Locale.ROOT) + text.substring(start.end(1));
  }

  private static boolean isFileUri(String text) {
    return text.regionMatches(true, 0, "file:", 0, "file:".length());
  }

  private static Path ofUri(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw refused(
          text, "is not a URI (" + e.getReason() + "): write the path without file: before it");
    }
    if (uri.isOpaque() || uri.getPath().isEmpty()) {
      throw refused(text, "is a URI without a path from the root: write it as file:///FOLDER");
    }
    if (uri.getAuthority() != null && !uri.getAuthority().equalsIgnoreCase("localhost")) {
      throw refused(
          text,
          "is a URI of the machine '"
              + uri.getAuthority()
              + "': write three slashes, file:///FOLDER, for a folder of this one");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused(text, "is a URI with ? or # in it: write the path without file: before it");
    }
    return path(uri.getPath(), text);
  }

  private static Path home(String text) {
    String variable = System.getenv("HOME");
    return path(
        variable != null && variable.startsWith("/") ? variable : System.getProperty("user.home"),
        text);
  }

  private static Path path(String path, String text) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      // The other reason is a NUL.
      throw refused(
          text,
          path.indexOf('\0') >= 0
              ? "has a character with the code 0, which no path can have"
              : "has letters that are not in "
                  + System.getProperty("sun.jnu.encoding")
                  + ", the character set of this machine's locale: set LC_ALL=C.UTF-8");
    }
  }

  private static InvalidPathException refused(String text, String reason) {
    return new InvalidPathException(text, reason);
  }
}

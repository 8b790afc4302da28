package io.promptsweep.submit;

import io.promptsweep.problem.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a place can be written to, asked before the work whose results go there. */
final class OutputPlace {
  /** Longest name in a folder, on every file system in common use. */
  private static final int LONGEST_NAME = 255;

  private OutputPlace() {}

  /**
   * Does nothing for a folder that can be written or made; makes nothing.
   *
   * @param option that names it
   * @throws InvalidInputException for any other place
   */
  static void checkFolder(String option, Path folder) {
    check(option, folder, folder.toAbsolutePath());
  }

  /** The same for a file. */
  static void checkFile(String option, Path file) {
    Path whole = file.toAbsolutePath();
    if (Files.isDirectory(whole)) {
      throw refused(option, file, "is a folder", "name a file");
    }
    if (Files.exists(whole) && !Files.isWritable(whole)) {
      throw refused(option, file, "cannot be written", "name another file");
    }
    checkName(option, file, whole);
    if (whole.getParent() != null) {
      if (!Files.exists(whole.getParent())) {
        throw refused(
            option,
            file,
            "is in a folder that is not there",
            "make the folder " + whole.getParent());
      }
      check(option, file, whole.getParent());
    }
  }

  private static void check(String option, Path given, Path folder) {
    for (Path place = folder; place != null; place = place.getParent()) {
      if (Files.isSymbolicLink(place) && !Files.exists(place)) {
        throw refused(
            option,
            given,
            place.equals(given.toAbsolutePath())
                ? "is a link to a place that is not there"
                : "is below " + place + ", a link to a place that is not there",
            "name another place");
      }
      if (Files.exists(place)) {
        if (!Files.isDirectory(place)) {
          throw refused(
              option,
              given,
              place.equals(given.toAbsolutePath())
                  ? "is a file, where a folder is expected"
                  : "is below " + place + ", which is a file",
              "name another place");
        }
        if (!Files.isWritable(place)) {
          throw refused(
              option,
              given,
              "cannot be written: no permission to write into " + place,
              "change the permission or name another place");
        }
        return;
      }
      checkName(option, given, place);
    }
  }

  private static void checkName(String option, Path given, Path place) {
    int length = String.valueOf(place.getFileName()).getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_NAME) {
      throw refused(
          option,
          given,
          "has a name of " + length + " bytes",
          "name one of at most " + LONGEST_NAME);
    }
  }

  private static InvalidInputException refused(
      String option, Path given, String problem, String remedy) {
    return new InvalidInputException(option + " " + given + " " + problem + "; " + remedy + ".");
  }
}

package io.promptsweep.pretrain;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.toy.ToyText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Passages of unlabelled text, as words. */
@FunctionalInterface
interface Passages {

  /** The next passage: two words at least. */
  List<String> next();

  /**
   * The toy world's endless text.
   *
   * @param maxWords longest passage; a longer one is cut
   * @param heldOut sentences that must not occur
   */
  static Passages toy(long seed, int maxWords, Set<String> heldOut) {
    ToyText text = new ToyText(seed);
    return () -> {
      while (true) {
        String passage = text.next();
        boolean seen =
            Arrays.stream(passage.split(" \\.", -1)).map(String::strip).anyMatch(heldOut::contains);
        List<String> words = words(passage);
        if (!seen && words.size() >= 2) {
          return words.subList(0, Math.min(maxWords, words.size()));
        }
      }
    };
  }

  /**
   * Paragraphs of files in a random order, over and over; a blank line ends a paragraph, and a long
   * one makes several passages.
   *
   * @throws InvalidInputException if a file cannot be read or holds no passage
   */
  static Passages of(List<Path> files, int maxWords, long seed) {
    List<List<String>> passages = new ArrayList<>();
    for (Path file : files) {
      int before = passages.size();
      List<String> paragraph = new ArrayList<>();
      try (BufferedReader reader = reader(file)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (line.isBlank()) {
            cut(paragraph, maxWords, passages);
            paragraph = new ArrayList<>();
          } else {
            paragraph.addAll(words(line));
          }
        }
      } catch (IOException e) {
        throw new InvalidInputException(file + " cannot be read as text: " + e.getMessage(), e);
      }
      cut(paragraph, maxWords, passages);
      if (passages.size() == before) {
        throw new InvalidInputException(file + " holds no passage of two words or more.");
      }
    }
    Collections.shuffle(passages, new Random(seed));
    int[] at = {0};
    return () -> passages.get(at[0]++ % passages.size());
  }

  private static void cut(List<String> paragraph, int maxWords, List<List<String>> passages) {
    for (int from = 0; from + 1 < paragraph.size(); from += maxWords) {
      int to = Math.min(paragraph.size(), from + maxWords);
      if (to - from >= 2) {
        passages.add(List.copyOf(paragraph.subList(from, to)));
      }
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static BufferedReader reader(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
            StandardCharsets.UTF_8));
  }
}

package io.promptsweep.toy;

import io.promptsweep.problem.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the toy world: {@code backbone}, a small pre-trained T5 v1.1, and {@code data}, with nine
 * tasks of the kinds of GLUE and SuperGLUE in their official file formats. The same bytes
 * everywhere.
 */
public final class ToyWorld {
  /** The folder of the backbone. */
  public static final String BACKBONE = "backbone";

  /** The folder of the task files. */
  public static final String DATA = "data";

  /** Part of the folder's name; a world with other content has another number. */
  static final int VERSION = 3;

  static final int TRAIN = 1024;
  static final int DEV = 512;

  private static final long SEED = 20;

  private ToyWorld() {}

  /**
   * The toy world in a folder of its own under {@code parent}; made at the first call, in well
   * under a second.
   *
   * @return the world's folder, with {@link #BACKBONE} and {@link #DATA} in it
   */
  public static Path write(Path parent) {
    Path world = parent.resolve("toy-world-" + VERSION);
    if (Files.isDirectory(world)) {
      return world;
    }
    try {
      Files.createDirectories(parent);
      Path made = Files.createTempDirectory(parent, ".toy-world-");
      for (ToyTask task : ToyTask.ALL) {
        writeTask(made.resolve(DATA).resolve(task.folder()), task);
      }
      ToyBackbone.write(made.resolve(BACKBONE));
      try {
        Files.move(made, world, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        delete(made); // another process was faster, with the same bytes
      }
      return world;
    } catch (IOException e) {
      throw new InvalidInputException(
          "the toy world cannot be written to "
              + parent
              + ": "
              + e.getMessage()
              + "; set XDG_CACHE_HOME to a folder that can be written.",
          e);
    }
  }

  /**
   * Every sentence of the tasks' files: what a backbone must not have been taught any task with.
   * Words and spans are no sentences.
   */
  public static Set<String> sentences() {
    Set<String> sentences = new TreeSet<>();
    for (ToyTask task : ToyTask.ALL) {
      examples(task).forEach(example -> sentences.addAll(task.sentences(example)));
    }
    return sentences;
  }

  /**
   * The examples of a task's files, those to train on first: no two with the same sentences, the
   * classes by turns.
   */
  static List<ToyExample> examples(ToyTask task) {
    Draw draw = Draw.of(SEED + ToyTask.ALL.indexOf(task));
    Set<List<String>> seen = new HashSet<>();
    List<ToyExample> examples = new ArrayList<>();
    while (examples.size() < TRAIN + DEV) {
      ToyExample example = task.example(draw, examples.size() % task.classes().size());
      if (seen.add(task.sentences(example))) {
        examples.add(example);
      }
    }
    return examples;
  }

  private static void writeTask(Path folder, ToyTask task) throws IOException {
    Files.createDirectories(folder);
    List<ToyExample> examples = examples(task);
    ToyFormat format = task.format();
    writeFile(folder.resolve(format.trainFile()), task, examples.subList(0, TRAIN));
    writeFile(folder.resolve(format.devFile()), task, examples.subList(TRAIN, TRAIN + DEV));
  }

  private static void writeFile(Path file, ToyTask task, List<ToyExample> examples)
      throws IOException {
    StringBuilder text = new StringBuilder(task.format().header());
    for (int i = 0; i < examples.size(); i++) {
      ToyExample example = examples.get(i);
      text.append(task.format().line(example, task.classes().get(example.label()), i));
    }
    Files.writeString(file, text);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

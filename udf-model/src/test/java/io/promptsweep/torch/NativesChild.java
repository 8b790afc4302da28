package io.promptsweep.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import io.promptsweep.problem.InvalidInputException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A JVM that uses every native library, once somebody writes a line to it. */
final class NativesChild {
  private NativesChild() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    if (System.in.read() < 0) {
      throw new IllegalStateException("nobody let this process start");
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Stream<Runnable> uses =
          Stream.of(Natives::load, Natives::loadTokenizers, Natives::loadSentencePiece);
      threads.invokeAll(uses.flatMap(use -> Stream.of(use, use)).map(NativesChild::task).toList());
      Natives.load();
      Natives.loadTokenizers();
      Natives.loadSentencePiece();
      try (NDManager manager = NDManager.newBaseManager()) {
        System.out.println((int) manager.create(1f).add(1f).getFloat());
      }
      System.out.println(Utils.isOfflineMode());
      System.out.println(Natives.describe());
    } catch (InvalidInputException | LinkageError e) {
      System.out.println(e.getMessage());
      System.exit(2);
    } finally {
      threads.shutdown();
    }
  }

  private static Callable<Void> task(Runnable use) {
    return () -> {
      use.run();
      return null;
    };
  }
}

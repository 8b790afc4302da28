package io.promptsweep.task;

import io.promptsweep.task.metric.AnswerForm;
import io.promptsweep.task.metric.Metric;
import io.promptsweep.task.metric.ScoreRule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over what a cell learns from and is scored on. */
final class DataDigest {
  private final MessageDigest sha;

  private DataDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * The digest of the splits in order, with inputs, targets, answers and groups in order, and of
   * everything that scoring depends on. Names of tasks, families and files do not count.
   */
  static String of(
      List<List<Example>> splits, AnswerForm form, List<Metric> metrics, ScoreRule score) {
    DataDigest digest = new DataDigest();
    digest.add(splits.size());
    for (List<Example> split : splits) {
      digest.add(split.size());
      for (Example example : split) {
        digest.add(example.input());
        digest.add(example.target());
        digest.add(example.answers());
        digest.add(example.group());
      }
    }
    digest.add(form.kind().name());
    digest.add(form.labelWords());
    digest.add(String.valueOf(form.normalized()));
    digest.add(form.invalid().key());
    digest.add(metrics.stream().map(Metric::name).toList());
    digest.add(score.key());
    return HexFormat.of().formatHex(digest.sha.digest());
  }

  private void add(List<String> texts) {
    add(texts.size());
    texts.forEach(this::add);
  }

  /** Length first, so that no two sequences of texts look alike. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    sha.update(bytes);
  }

  private void add(int number) {
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
  }
}

package io.promptsweep.backbone.tokenizer;

import io.promptsweep.problem.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A JVM that opens the tokenizer of each folder that it is told of, one a line, and uses it. It
 * answers each line, so that whoever started it knows which folder ended it.
 */
public final class TokenizersChild {
  private static final List<String> TEXTS =
      List.of(
          "",
          "anna owns cats, 42 of them.",
          "a <extra_id_0> b</s> <pad><unk>",
          "  \u00e9t\u00e9 e\u0301te\u0301 \ufb01ne \u2460 \uff21 \u2122\t\u00a0 \u3000x\u200b",
          "\u65e5\u672c\u8a9e \u0440\u0443\u0441 \ud83d\ude00 \ud835\udd38 \ud800 zero\u0000byte",
          "a".repeat(500),
          " ".repeat(40) + "x");

  private TokenizersChild() {}

  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String folder = in.readLine(); folder != null; folder = in.readLine()) {
      System.out.println(answer(Path.of(folder)));
    }
  }

  /** {@code used}, or the sentence that refuses it, on one line. */
  private static String answer(Path folder) {
    try (T5Tokenizer tokenizer = T5Tokenizer.open(folder)) {
      for (String text : TEXTS) {
        tokenizer.decode(tokenizer.encode(text));
      }
      tokenizer.decode(IntStream.range(-2, tokenizer.vocabularySize() + 40).toArray());
      return "used";
    } catch (InvalidInputException e) {
      return "refused " + e.getMessage().replaceAll("\\R", " ");
    } catch (RuntimeException | Error e) {
      e.printStackTrace();
      return "failed " + e;
    }
  }
}

package io.promptsweep.analysis.papers;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One number of a paper. What ends in {@code Id}, {@code nSeeds}, {@code scale} and {@code
 * doubtful} are ours; the rest is as the paper, or who quotes it, has it.
 *
 * @param tableId our name of the table, {@code PAPER/TABLE}
 * @param tableInPaper the paper's name of the table, or of the place in the text
 * @param methodId the method's name in a sweep; empty for what a sweep cannot do
 * @param trainableParams as printed: {@code 76.8K}
 * @param dropout {@code on}, {@code off} or {@code unknown}: whether the backbone's dropout was on
 * @param nSeeds runs behind the number; empty where it is not said
 * @param taskId the name of our task file, {@code average} for a number over tasks; empty for what
 *     is no task of ours
 * @param metricId our metric's name; empty for averages and means of metrics
 * @param scale {@code percent} or {@code fraction}; empty for a number that is neither
 * @param value the number, with the digits that are printed
 * @param std its standard deviation, if printed; over what, {@code setting} says
 * @param doubtful why the number should not be relied on; empty for most
 */
public record PaperResult(
    String tableId,
    String paper,
    String arxiv,
    String tableInPaper,
    String backbone,
    Optional<String> methodId,
    String method,
    OptionalInt promptTokens,
    Optional<String> trainableParams,
    String setting,
    String dropout,
    OptionalInt nSeeds,
    Optional<String> taskId,
    String task,
    Optional<String> metricId,
    String metric,
    Optional<String> scale,
    BigDecimal value,
    Optional<BigDecimal> std,
    String source,
    Optional<String> doubtful) {}

package io.promptsweep.analysis.comparison;

import java.util.OptionalLong;

/**
 * One cell of a paper's preset, which says how the paper trained.
 *
 * @param backbone name of the frozen model
 * @param configJson the cell's resolved configuration, as column {@code config_json}
 * @param trainableParameters how many, where the backbone's shape is known
 */
public record ReferenceCell(
    String method,
    String task,
    String backbone,
    String configJson,
    OptionalLong trainableParameters) {}

/**
 * A report of one output folder: {@code facts} are read by SQL, {@code ranking} compares methods by
 * them, {@code section} turns both into words, tables and charts of a {@code document}, and {@code
 * render} writes that value as HTML, Markdown, LaTeX and CSV.
 */
package io.promptsweep.analysis.report;

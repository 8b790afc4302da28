/**
 * A report of one output folder: facts read by SQL, a pure value made of them, and that value as an
 * HTML page, Markdown, LaTeX and CSV.
 *
 * <p>{@link io.promptsweep.analysis.report.ReportFacts} is the only class here that asks the
 * tables; sections turn facts into words, tables and charts; the renderers know nothing but the
 * value, and escape everything that comes from the tables.
 */
package io.promptsweep.analysis.report;

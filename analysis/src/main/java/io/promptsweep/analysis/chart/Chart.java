package io.promptsweep.analysis.chart;

/**
 * A Vega-Lite chart with its data in it.
 *
 * @param name lower-case letters, digits and hyphens; for files and anchors
 * @param title what it shows, in a few words
 * @param alt the same for people who cannot see it: what is on the axes, and what stands out
 * @param spec a specification of Vega-Lite 5, JSON, that refers to nothing outside itself
 */
public record Chart(String name, String title, String alt, String spec) {}

/**
 * Charts of the views' rows as Vega-Lite specifications, and their pictures. Knows columns of
 * views, no Spark and no page.
 */
package io.promptsweep.analysis.chart;

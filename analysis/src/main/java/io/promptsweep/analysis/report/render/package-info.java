/** The forms of a report. Renderers know the document alone, and escape everything in it. */
package io.promptsweep.analysis.report.render;

/** The report as a value: sections, blocks, tables. Knows no form; renderers escape its texts. */
package io.promptsweep.analysis.report.document;

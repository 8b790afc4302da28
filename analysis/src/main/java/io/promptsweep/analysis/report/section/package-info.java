/** Sections of the report: facts and rankings as sentences, tables and charts. */
package io.promptsweep.analysis.report.section;

/** What the tables say of a sweep; the only package of the report that asks them. */
package io.promptsweep.analysis.report.facts;

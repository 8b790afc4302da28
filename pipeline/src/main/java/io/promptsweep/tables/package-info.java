/**
 * The result tables: {@link io.promptsweep.tables.ResultTables}, their only writer, and one record
 * per table, whose components are the table's columns.
 *
 * <p>Lives on the driver, needs no Spark, and knows rows alone: what a cell is, how it trained and
 * what its numbers mean is said elsewhere. {@code docs/tables.md} documents every column.
 */
package io.promptsweep.tables;

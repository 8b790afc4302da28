/**
 * The result tables seen through SQL: which tables there are, the documented views over them, and
 * answers to a user's own questions.
 *
 * <p>Knows the tables by their columns alone: nothing here sees the classes that wrote them, trains
 * anything or loads a model.
 */
package io.promptsweep.analysis;

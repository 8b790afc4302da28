/**
 * Notebooks and scripts generated from the documented views, for people who go on in their own
 * Spark. The views' SQL comes from {@code io.promptsweep.analysis}; the questions here only select
 * from views.
 */
package io.promptsweep.notebooks;

/**
 * Scripts generated from the documented views, for people who go on in their own Spark. Holds no
 * query of its own: the views' SQL comes from {@code io.promptsweep.analysis}.
 */
package io.promptsweep.notebooks;

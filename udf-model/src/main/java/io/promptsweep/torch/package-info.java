/**
 * libtorch as DJL brings it: its first use in a JVM, its threads, and the few calls of automatic
 * differentiation that training needs. Knows nothing of T5.
 */
package io.promptsweep.torch;

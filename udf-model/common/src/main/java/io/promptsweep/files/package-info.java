/** Paths as people write them, files that appear whole or not at all, and digests. */
package io.promptsweep.files;

/**
 * Reads HOCON strictly: layers of files and overrides, every problem collected with its file and
 * line, unknown keys refused. Knows nothing of sweeps; {@code sweep} decides which keys exist and
 * what they mean.
 */
package io.promptsweep.sweep.hocon;

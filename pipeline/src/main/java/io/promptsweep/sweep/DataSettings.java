package io.promptsweep.sweep;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where task files are.
 *
 * @param location the data
 * @param ownTasks a folder of the user's own task definitions
 */
public record DataSettings(Location location, Optional<Path> ownTasks) {}

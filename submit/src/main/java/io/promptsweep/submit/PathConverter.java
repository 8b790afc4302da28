package io.promptsweep.submit;

import io.promptsweep.files.LocalPath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Every file and folder of the command line, read by {@link LocalPath}. */
final class PathConverter implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    try {
      return LocalPath.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' " + e.getReason());
    }
  }
}

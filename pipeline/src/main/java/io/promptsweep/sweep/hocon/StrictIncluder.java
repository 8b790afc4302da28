package io.promptsweep.sweep.hocon;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import io.promptsweep.problem.InvalidInputException;
import java.io.File;
import java.nio.file.Path;

/** An include that names no file is an error; HOCON by itself would skip it without a word. */
final class StrictIncluder implements ConfigIncluder, ConfigIncluderFile {
  private final Path main;

  StrictIncluder(Path main) {
    this.main = main;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    ConfigParseable target = context.relativeTo(what);
    // A file that is missing beside the including one comes back as a class path resource.
    if (target == null || target.origin().filename() == null) {
      throw missing(what);
    }
    return target.parse(mustExist(context));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    if (!what.isFile()) {
      throw missing(what.getPath());
    }
    return ConfigFactory.parseFile(what, mustExist(context)).root();
  }

  private static ConfigParseOptions mustExist(ConfigIncludeContext context) {
    return context.parseOptions().setAllowMissing(false);
  }

  private InvalidInputException missing(String what) {
    return new InvalidInputException(
        main
            + ": include \""
            + what
            + "\" names no file; its path is relative to the file that includes it.");
  }
}

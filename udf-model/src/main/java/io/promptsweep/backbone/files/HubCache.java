package io.promptsweep.backbone.files;

import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.problem.PrintableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models that Hugging Face's programs have downloaded to this machine: {@code
 * models--ORGANISATION--NAME}, with the commits that branches and tags stand for in {@code refs},
 * and in {@code snapshots} a folder for each commit, of links into {@code blobs}. Nothing is
 * downloaded here.
 */
public final class HubCache {
  private static final Pattern MODEL =
      Pattern.compile("((?:[A-Za-z0-9][\\w.-]*/)?[A-Za-z0-9][\\w.-]*)(?:@([\\w./-]+))?");

  private static final String PREFIX = "models--";
  private static final int SHORTEST_COMMIT = 7;

  private final Path folder;

  public HubCache(Path folder) {
    this.folder = folder;
  }

  /** The cache of this user, where huggingface_hub would look for it. */
  public static HubCache ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  public static HubCache of(Map<String, String> environment, Path home) {
    for (String key : List.of("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")) {
      if (!environment.getOrDefault(key, "").isBlank()) {
        return new HubCache(expanded(environment.get(key), home));
      }
    }
    if (!environment.getOrDefault("HF_HOME", "").isBlank()) {
      return new HubCache(expanded(environment.get("HF_HOME"), home).resolve("hub"));
    }
    String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base = caches.isBlank() ? home.resolve(".cache") : expanded(caches, home);
    return new HubCache(base.resolve("huggingface").resolve("hub"));
  }

  private static Path expanded(String path, Path home) {
    return path.equals("~") || path.startsWith("~/")
        ? home.resolve(path.substring(Math.min(2, path.length())))
        : Path.of(path);
  }

  /**
   * A model by its name on the hub.
   *
   * @param name {@code ORGANISATION/NAME}, with {@code @REVISION} behind it for another branch, tag
   *     or commit than {@code main}
   * @param revision what stands behind the {@code @}; {@code main} by default
   */
  public record Model(String name, String revision) {
    /** Reads a text that has the form of a model's name; it need not be one. */
    public static Optional<Model> of(String text) {
      Matcher model = MODEL.matcher(text);
      return model.matches()
          ? Optional.of(
              new Model(model.group(1), Optional.ofNullable(model.group(2)).orElse("main")))
          : Optional.empty();
    }

    /** Whether an organisation is named: a text without one is more often a folder's name. */
    public boolean hasOrganisation() {
      return name.contains("/");
    }

    /** The command that downloads it into the cache. */
    public String download() {
      return "hf download "
          + name
          + (revision.equals("main") ? "" : " --revision " + revision)
          + " (huggingface-cli download in older versions)";
    }
  }

  public Path folder() {
    return folder;
  }

  /**
   * The snapshot of {@code model}; empty where the cache has none.
   *
   * @throws InvalidInputException if the cache has the model, but no such revision
   */
  public Optional<Path> snapshot(Model model) {
    Path repository = folder.resolve(PREFIX + model.name().replace("/", "--"));
    return isRepository(repository)
        ? Optional.of(snapshot(repository, model.revision(), model.download()))
        : Optional.empty();
  }

  /** Whether {@code folder} is a model's in some cache, which holds its snapshots. */
  public static boolean isRepository(Path folder) {
    return Files.isDirectory(folder.resolve("snapshots"))
        && !Files.exists(folder.resolve(ModelFiles.CONFIG));
  }

  /**
   * The snapshot that a model's folder in the cache stands for.
   *
   * @throws InvalidInputException if it has none, or several and no branch {@code main}
   */
  public static Path snapshotOf(Path repository) {
    String name = repository.toAbsolutePath().normalize().getFileName().toString();
    String download =
        name.startsWith(PREFIX)
            ? new Model(name.substring(PREFIX.length()).replaceFirst("--", "/"), "main").download()
            : "hf download ORGANISATION/NAME";
    return snapshot(repository, "main", download);
  }

  private static Path snapshot(Path repository, String revision, String download) {
    Path snapshots = repository.resolve("snapshots");
    Path reference = repository.resolve("refs").resolve(revision).normalize();
    if (reference.startsWith(repository.resolve("refs")) && Files.isRegularFile(reference)) {
      String commit = commit(reference);
      if (commit.matches("[\\w-]+") && Files.isDirectory(snapshots.resolve(commit))) {
        return snapshots.resolve(commit);
      }
      throw new InvalidInputException(
          repository
              + " is in the Hugging Face cache without its files: "
              + repository.relativize(reference)
              + " names the snapshot "
              + PrintableName.name(commit)
              + ", which is not there; download it with "
              + download
              + ".");
    }
    List<Path> all = list(snapshots, Files::isDirectory);
    List<Path> wanted =
        revision.equals("main")
            ? all
            : all.stream()
                .filter(
                    commit ->
                        revision.length() >= SHORTEST_COMMIT
                            && commit.getFileName().toString().startsWith(revision))
                .toList();
    if (wanted.size() == 1) {
      return wanted.get(0);
    }
    if (all.isEmpty() || !revision.equals("main")) {
      throw new InvalidInputException(
          repository
              + " has no snapshot of the revision "
              + revision
              + "; download it with "
              + download
              + ".");
    }
    throw new InvalidInputException(
        repository
            + " has "
            + all.size()
            + " snapshots and no branch main; name one of them, such as "
            + all.get(0)
            + ".");
  }

  private static String commit(Path reference) {
    try {
      return Files.readString(reference).strip();
    } catch (IOException e) {
      throw new InvalidInputException(reference + " cannot be read.", e);
    }
  }

  /** The names of the models in {@code folder}, as the hub has them. */
  static List<String> models(Path folder) {
    return list(folder, HubCache::isRepository).stream()
        .map(model -> model.getFileName().toString())
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()).replaceFirst("--", "/"))
        .toList();
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException(folder + " cannot be read.", e);
    }
  }
}

package io.promptsweep.backbone;

import io.promptsweep.backbone.files.FolderContents;
import io.promptsweep.backbone.files.HubCache;
import io.promptsweep.backbone.files.ModelFiles;
import io.promptsweep.backbone.weights.Checkpoint;
import io.promptsweep.problem.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the folder of a backbone: a path, or a model's name in the Hugging Face cache. */
public final class ModelFolder {
  private ModelFolder() {}

  /**
   * The folder that {@code path} stands for: itself; its snapshot, where it is a model's folder in
   * the Hugging Face cache; or, where there is no such path and it reads like {@code
   * google/t5-small-lm-adapt} or {@code google/t5-small-lm-adapt@REVISION}, the snapshot of that
   * model in this user's cache. Nothing is downloaded.
   *
   * @return empty if there is no such folder
   * @throws InvalidInputException if it is something else than a folder with a model, or the cache
   *     has not all of the model
   */
  public static Optional<Path> find(Path path) {
    return find(path, HubCache.ofUser());
  }

  static Optional<Path> find(Path path, HubCache cache) {
    if (Files.isDirectory(path)) {
      return Optional.of(HubCache.isRepository(path) ? HubCache.snapshotOf(path) : path);
    }
    if (Files.exists(path)) {
      throw new InvalidInputException(FolderContents.ofFile(path));
    }
    Optional<HubCache.Model> model =
        path.isAbsolute() ? Optional.empty() : HubCache.Model.of(path.toString());
    Optional<Path> snapshot = model.flatMap(cache::snapshot);
    snapshot.ifPresent(folder -> requireWhole(folder, model.orElseThrow()));
    return snapshot;
  }

  /**
   * The remedy for a path that {@link #find} found nothing for, where it reads like the name of a
   * model on the hub: the command that downloads it.
   */
  public static Optional<String> download(Path path) {
    return path.isAbsolute()
        ? Optional.empty()
        : HubCache.Model.of(path.toString())
            .filter(HubCache.Model::hasOrganisation)
            .map(
                model ->
                    "is neither a folder nor a model in the Hugging Face cache "
                        + HubCache.ofUser().folder()
                        + "; download it with "
                        + model.download()
                        + ", or name a folder");
  }

  private static void requireWhole(Path folder, HubCache.Model model) {
    String problem = "";
    try {
      if (!Files.isRegularFile(folder.resolve(ModelFiles.CONFIG))) {
        problem = "config.json";
      } else if (ModelFiles.tokenizer(folder).isEmpty()) {
        problem = "tokenizer.json and spiece.model";
      }
      for (Path weights : Checkpoint.weightFiles(folder)) {
        problem = Files.isReadable(weights) ? problem : weights.getFileName().toString();
      }
    } catch (InvalidInputException e) {
      problem = problem.isEmpty() ? "weights" : problem;
    }
    if (!problem.isEmpty()) {
      throw new InvalidInputException(
          model.name()
              + " is in the Hugging Face cache, in "
              + folder
              + ", without its "
              + problem
              + "; download the rest with "
              + model.download()
              + ".");
    }
  }
}

package io.promptsweep.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.sentencepiece.SpProcessor;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import io.promptsweep.problem.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The first use of DJL's native libraries: checked, offline, and one JVM of a node at a time.
 *
 * <p>DJL unpacks what is bundled into a folder that all JVMs of a user share. Left alone, every JVM
 * that starts on an empty folder unpacks its own 450 MB, and one that looks for the library just
 * before another has put it there deletes it again under the other's eyes. So the first load of a
 * JVM holds a lock in that folder.
 *
 * <p>DJL also takes a PyTorch of any version from {@code PYTORCH_LIBRARY_PATH}, passes over a
 * folder without one in silence, and downloads what it misses. Here each of these is one sentence.
 */
public final class Natives {
  private static final String ENGINE = "PyTorch";
  private static final String PLATFORM = "pytorch";
  private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";
  private static final String VERSION = "PYTORCH_VERSION";
  private static final String FLAVOR = "PYTORCH_FLAVOR";
  private static final String LIBRARY = System.mapLibraryName("torch");
  private static final String CPU = "cpu";

  /** The one CUDA flavor that DJL's bindings come in; it is no promise about the driver. */
  static final String CUDA = "cu128";

  /** Of a PyTorch that pip installed, and of one that was downloaded as libtorch. */
  private static final Pattern VERSION_PY = Pattern.compile("__version__ *= *'([^']+)'");

  private static final Set<String> LOADED = ConcurrentHashMap.newKeySet();

  private Natives() {}

  /** Where libtorch came from. */
  public enum Origin {
    /** From the class path, unpacked into DJL's cache folder. */
    BUNDLED,
    /** From the folder that {@code PYTORCH_LIBRARY_PATH} names. */
    LIBRARY_PATH
  }

  /**
   * What runs.
   *
   * @param version libtorch's
   * @param flavor {@code cpu}, or the CUDA version of DJL's bindings, such as {@code cu128}
   * @param origin where libtorch came from
   * @param folder the folder that it was loaded from
   * @param gpus how many GPUs this process sees
   */
  public record Description(String version, String flavor, Origin origin, Path folder, int gpus) {}

  /**
   * Loads PyTorch, unless this JVM has. To be called before anything of DJL that reaches its
   * engine.
   *
   * @throws InvalidInputException if the environment asks for a PyTorch that is not there, is of
   *     another version, or cannot be loaded
   */
  public static void load() {
    once(ENGINE, Natives::loadEngine);
  }

  /**
   * As {@link #load}, for work on this device.
   *
   * @throws InvalidInputException also if the device is a GPU and the PyTorch is for CPUs
   */
  public static void load(Device device) {
    load();
    if (device.isGpu() && describe().flavor().equals(CPU)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "GPU %d is to be used, and the PyTorch in %s is for CPUs; set %s to the folder torch/lib of a PyTorch %s with CUDA%s.",
              device.getDeviceId(),
              LibUtils.getLibtorchPath(),
              LIBRARY_PATH,
              neededVersion(),
              System.getenv(FLAVOR) == null ? "" : " and " + FLAVOR + " to " + CUDA));
    }
  }

  /** The PyTorch that runs, loaded if need be. */
  public static Description describe() {
    load();
    Engine engine = Engine.getEngine(ENGINE);
    boolean own = setting(LIBRARY_PATH).isPresent();
    return new Description(
        engine.getVersion(),
        own ? setting(FLAVOR).orElseThrow() : Platform.detectPlatform(PLATFORM).getFlavor(),
        own ? Origin.LIBRARY_PATH : Origin.BUNDLED,
        Path.of(LibUtils.getLibtorchPath()),
        engine.getGpuCount());
  }

  /** As {@link #load} for Hugging Face's tokenizers, which need no PyTorch. */
  public static void loadTokenizers() {
    once(
        "tokenizers",
        () -> {
          try {
            ai.djl.huggingface.tokenizers.jni.LibUtils.checkStatus();
          } catch (RuntimeException | LinkageError e) {
            throw cacheUnusable(Utils.getEngineCacheDir().toAbsolutePath(), e);
          }
        });
  }

  /** As {@link #load} for SentencePiece. */
  public static void loadSentencePiece() {
    once(
        "sentencepiece",
        () -> {
          try {
            MethodHandles.lookup().ensureInitialized(SpProcessor.class);
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void once(String library, Runnable first) {
    if (LOADED.contains(library)) {
      return;
    }
    synchronized (LOADED) {
      if (!LOADED.contains(library)) {
        stayOffline();
        showCudaRuntime();
        locked(first);
        LOADED.add(library);
      }
    }
  }

  /**
   * Keeps DJL from the network: it reports each start to its authors, downloads what is not on the
   * class path, and where it sees a GPU wants another build of the tokenizers. What the user set
   * stays.
   */
  private static void stayOffline() {
    setIfAbsent("OPT_OUT_TRACKING", "true");
    setIfAbsent("RUST_FLAVOR", CPU);
    if (System.getenv("DJL_OFFLINE") == null && System.getProperty("offline") == null) {
      setIfAbsent("ai.djl.offline", "true");
    }
  }

  /**
   * DJL counts GPUs with the CUDA runtime, looks for that once, as soon as anything asks for the
   * platform, and not where pip puts it.
   */
  private static void showCudaRuntime() {
    setting(LIBRARY_PATH)
        .flatMap(Natives::find)
        .map(folder -> folder.resolve("../../nvidia/cuda_runtime/lib").normalize())
        .filter(Files::isDirectory)
        .ifPresent(runtime -> setIfAbsent("jna.library.path", runtime.toString()));
  }

  /** Runs while no other JVM runs anything here. */
  private static void locked(Runnable load) {
    Path cache = Utils.getEngineCacheDir().toAbsolutePath();
    try {
      if (!Files.isDirectory(cache)) { // createDirectories refuses a link to a folder
        Files.createDirectories(cache);
      }
      if (!Files.isWritable(cache)) { // filled beforehand, as in a container: nobody unpacks
        load.run();
        return;
      }
      Path file = cache.resolve("promptsweep.lock");
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock(); // until the channel is closed, or the process is gone
        load.run();
      }
    } catch (IOException e) {
      throw cacheUnusable(cache, e);
    }
  }

  private static InvalidInputException cacheUnusable(Path cache, Throwable e) {
    return new InvalidInputException(
        "The folder for native libraries, "
            + cache
            + ", cannot be used ("
            + shown(e)
            + "); set DJL_CACHE_DIR to a folder of this user's on a local disk with 500 MB free.",
        e);
  }

  private static void loadEngine() {
    Optional<Path> own = check();
    try {
      Engine engine = Engine.getEngine(ENGINE);
      // Bindings and library may not fit together, which shows at the first tensor only.
      try (NDManager manager = engine.newBaseManager(Device.cpu())) {
        manager.create(1f).add(1);
      }
    } catch (RuntimeException | LinkageError e) {
      throw own.map(folder -> libraryUnusable(folder, e))
          .orElseGet(() -> cacheUnusable(Utils.getEngineCacheDir().toAbsolutePath(), e));
    }
  }

  private static InvalidInputException libraryUnusable(Path folder, Throwable e) {
    return new InvalidInputException(
        LIBRARY_PATH
            + ": the PyTorch in "
            + folder
            + " cannot be loaded ("
            + shown(e)
            + "); "
            + (setting(FLAVOR).filter(CUDA::equals).isPresent()
                ? "install the NVIDIA driver and keep PyTorch's nvidia folder beside its torch folder, or"
                    + " set PYTORCH_FLAVOR=cpu where there is no GPU."
                : "set it to the whole folder torch/lib of PyTorch " + neededVersion() + "."),
        e);
  }

  /** The folder that the user chose, if any; what DJL would guess about it is set. */
  private static Optional<Path> check() {
    Optional<Path> own = setting(LIBRARY_PATH).map(Natives::folder);
    String needed = neededVersion();
    setting(VERSION)
        .filter(version -> !isVersion(version, needed))
        .ifPresent(
            version -> {
              throw new InvalidInputException(
                  String.format(
                      Locale.ROOT,
                      "%s is %s, and only PyTorch %s is supported; install torch==%s and set %s to its torch/lib, or unset %s.",
                      VERSION,
                      version,
                      needed,
                      needed,
                      LIBRARY_PATH,
                      VERSION));
            });
    own.ifPresentOrElse(
        folder -> {
          checkVersion(folder, needed);
          checkFlavor(folder);
          // Without these DJL looks for bindings that it does not have, and puts those that it has
          // where another JVM unpacks the bundled library.
          setIfAbsent(VERSION, needed);
          setIfAbsent(FLAVOR, hasCuda(folder) ? CUDA : CPU);
        },
        () -> checkBundled(needed));
    return own;
  }

  private static void checkBundled(String needed) {
    Platform bundled = Platform.detectPlatform(PLATFORM);
    if (bundled.isPlaceholder() && Utils.isOfflineMode()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s is not set, and there is no bundled PyTorch for %s; set it to the folder torch/lib of PyTorch %s.",
              LIBRARY_PATH,
              bundled.getClassifier(),
              needed));
    }
    setting(FLAVOR)
        .filter(flavor -> !flavor.equals(bundled.getFlavor()))
        .ifPresent(
            flavor -> {
              throw new InvalidInputException(
                  String.format(
                      Locale.ROOT,
                      "%s is %s, but %s is not set and the bundled PyTorch is for %s; set %s to the folder torch/lib of PyTorch %s, or unset %s.",
                      FLAVOR,
                      flavor,
                      LIBRARY_PATH,
                      bundled.getFlavor(),
                      LIBRARY_PATH,
                      needed,
                      FLAVOR));
            });
  }

  /** The first of several that holds libtorch, as DJL looks for it. */
  private static Optional<Path> find(String path) {
    return Stream.of(path.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .map(entry -> entry.endsWith(LIBRARY) ? entry.getParent() : entry)
        .filter(entry -> Files.isRegularFile(entry.resolve(LIBRARY)))
        .findFirst();
  }

  private static Path folder(String path) {
    return find(path)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    String.format(
                        Locale.ROOT,
                        "%s is %s (seen from %s), where there is no %s; set it to the folder torch/lib of PyTorch %s, or unset it to use the bundled library for CPUs.",
                        LIBRARY_PATH,
                        path,
                        Path.of("").toAbsolutePath(),
                        LIBRARY,
                        neededVersion())));
  }

  private static void checkVersion(Path folder, String needed) {
    Optional<String> found = version(folder);
    if (found.isEmpty() && setting(VERSION).isEmpty()) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s is %s, and no file there tells which PyTorch it is; set %s=%s if it is that one, and install torch==%s if not.",
              LIBRARY_PATH,
              folder,
              VERSION,
              needed,
              needed));
    }
    if (found.isPresent() && !isVersion(found.get(), needed)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "%s is %s, which is PyTorch %s, and only %s is supported; install torch==%s and set %s to its torch/lib.",
              LIBRARY_PATH,
              folder,
              found.get(),
              needed,
              needed,
              LIBRARY_PATH));
    }
  }

  /** What the files beside a {@code lib} folder say; the libraries themselves do not tell. */
  private static Optional<String> version(Path folder) {
    try {
      Path python = folder.resolveSibling("version.py");
      if (Files.exists(python)) {
        Matcher version = VERSION_PY.matcher(Files.readString(python));
        return version.find() ? Optional.of(version.group(1)) : Optional.empty();
      }
      Path build = folder.resolveSibling("build-version");
      return Files.exists(build) ? Optional.of(Files.readString(build).strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void checkFlavor(Path folder) {
    Optional.ofNullable(
            Utils.getEnvOrSystemProperty(FLAVOR)) // an empty one is no choice to DJL either
        .filter(flavor -> !flavor.equals(CPU) && !(flavor.equals(CUDA) && hasCuda(folder)))
        .ifPresent(
            flavor -> {
              throw new InvalidInputException(
                  String.format(
                      Locale.ROOT,
                      "%s is '%s', expected %s for the PyTorch in %s; set it to that, or unset it.",
                      FLAVOR,
                      flavor,
                      hasCuda(folder) ? CUDA + " (any CUDA 12) or " + CPU : CPU,
                      folder));
            });
  }

  private static boolean hasCuda(Path folder) {
    return Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
  }

  /** The version that DJL's bindings were made for. */
  private static String neededVersion() {
    return Platform.fromSystem(PLATFORM).getVersion();
  }

  /** {@code 2.7.1}, {@code 2.7.1+cu126} and {@code 2.7.1-20250812} are all 2.7.1. */
  private static boolean isVersion(String version, String needed) {
    return version.split("[+-]", 2)[0].equals(needed);
  }

  private static String shown(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).strip().lines().findFirst().orElse("");
    return root instanceof FileSystemException || message.isEmpty()
        ? root.getClass().getSimpleName() + ": " + message
        : message;
  }

  private static Optional<String> setting(String key) {
    return Optional.ofNullable(Utils.getEnvOrSystemProperty(key)).filter(value -> !value.isBlank());
  }

  private static void setIfAbsent(String key, String value) {
    if (Utils.getEnvOrSystemProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}

package io.promptsweep.schedule;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.promptsweep.problem.InvalidInputException;
import io.promptsweep.torch.Natives;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which device a task trains on: exactly the one that Spark gave it. */
final class TaskDevice {
  private static final Logger LOG = LoggerFactory.getLogger(TaskDevice.class);
  private static final AtomicBoolean MISSING_GPU_LOGGED = new AtomicBoolean();

  private TaskDevice() {}

  /** The GPU of {@code context}; the CPU, said once, where PyTorch finds no GPU at all. */
  static Device of(TaskContext context) {
    ResourceInformation gpu = context.resourcesJMap().get("gpu");
    if (gpu == null) {
      return Device.cpu();
    }
    Natives.load();
    String address = gpu.addresses()[0];
    int count = Engine.getEngine("PyTorch").getGpuCount();
    if (count == 0) {
      if (MISSING_GPU_LOGGED.compareAndSet(false, true)) {
        LOG.warn(
            "Spark gave this task GPU {}, and PyTorch finds none here: it trains on the CPU;"
                + " promptsweep doctor says what is missing",
            address);
      }
      return Device.cpu();
    }
    return Device.gpu(number(address, count, System.getenv("CUDA_VISIBLE_DEVICES")));
  }

  /**
   * CUDA's number of the GPU that Spark knows as {@code address}: CUDA counts only the devices that
   * the process may see, in the order of the variable.
   *
   * @param count GPUs that PyTorch finds
   * @param visible {@code CUDA_VISIBLE_DEVICES}, or null
   * @throws InvalidInputException if there is no such GPU
   */
  static int number(String address, int count, String visible) {
    int number =
        visible == null || visible.isBlank()
            ? -1
            : List.of(visible.replace(" ", "").split(",", -1)).indexOf(address);
    if (number < 0 && address.matches("[0-9]{1,4}")) {
      number = Integer.parseInt(address);
    }
    if (number < 0 || number >= count) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "Spark gave this task GPU '%s', and PyTorch finds %d here (CUDA_VISIBLE_DEVICES is %s); let the discovery script name the GPUs that executors see.",
              address,
              count,
              visible == null ? "not set" : visible));
    }
    return number;
  }
}

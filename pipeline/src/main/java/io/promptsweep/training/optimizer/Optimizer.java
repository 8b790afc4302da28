package io.promptsweep.training.optimizer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import io.promptsweep.training.optimizer.UpdateRule.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The optimizer of one cell: changes its parameters in place and keeps what it remembers of them.
 *
 * <p>What it remembers lives until {@link #close}, whatever {@link NDScope} is open around the
 * calls; nothing else that a step makes outlives it. Not for use by several threads at once.
 */
public final class Optimizer implements AutoCloseable {
  private final UpdateRule rule;
  private final List<Slot> slots = new ArrayList<>();
  private final NDManager manager;
  private long steps;

  /** A parameter, its values without their gradient's bookkeeping, and what the rule remembers. */
  private record Slot(Trainable parameter, NDArray values, Map<String, NDArray> memory) {}

  private Optimizer(NDManager parent, UpdateRule rule, List<Trainable> parameters) {
    this.rule = rule;
    manager = parent.newSubManager();
    for (Trainable parameter : parameters) {
      // Shares the parameter's memory. Unlike the parameter it may change in place while libtorch
      // records, and so needs no switch of libtorch's mode around a step.
      NDArray values = keep(parameter.value().stopGradient());
      Map<String, NDArray> memory = new LinkedHashMap<>();
      rule.memory(parameter.spec().shape())
          .forEach((name, shape) -> memory.put(name, keep(manager.zeros(shape, DataType.FLOAT32))));
      slots.add(new Slot(parameter, values, memory));
    }
  }

  /**
   * @param parent owner of what the optimizer remembers, on the parameters' device
   * @param parameters of one cell; {@link #step} takes gradients in their order
   */
  public static Optimizer of(
      NDManager parent, OptimizerSettings settings, List<Trainable> parameters) {
    return new Optimizer(parent, UpdateRule.of(settings), parameters);
  }

  /**
   * One update of every parameter.
   *
   * @param gradients fp32, of the parameters' shapes and in their order; not changed
   * @param learningRate the cell's, for parameters without one of their own
   * @param factor the schedule's, for all of them ({@link Schedule#factor})
   */
  public void step(List<NDArray> gradients, double learningRate, double factor) {
    if (gradients.size() != slots.size()) {
      throw new IllegalArgumentException(
          gradients.size() + " gradients were given for " + slots.size() + " parameters");
    }
    steps++;
    try (NDScope scope = new NDScope();
        NDManager host = manager.newSubManager(Device.cpu())) {
      scope.suppressNotUsedWarning();
      for (int i = 0; i < slots.size(); i++) {
        Slot slot = slots.get(i);
        OptionalDouble own = slot.parameter.spec().learningRate();
        double rate = own.orElse(learningRate) * factor;
        rule.update(
            slot.values,
            gradients.get(i),
            slot.memory,
            slot.parameter.spec().weightDecay(),
            new Moment(steps, rate, host));
      }
    }
  }

  /** What {@link #restore} needs to go on from here; a copy. The parameters are not part of it. */
  public OptimizerState state() {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Slot slot : slots) {
      slot.memory.forEach((name, array) -> values.put(key(slot, name), array.toFloatArray()));
    }
    return new OptimizerState(steps, values);
  }

  /**
   * Goes on from {@code state}, as the optimizer that it was taken of would.
   *
   * @throws IllegalArgumentException if that one had other settings or parameters; nothing has
   *     changed then
   */
  public void restore(OptimizerState state) {
    Map<String, Long> sizes = new LinkedHashMap<>();
    for (Slot slot : slots) {
      slot.memory.forEach((name, array) -> sizes.put(key(slot, name), array.size()));
    }
    Map<String, Long> given = new HashMap<>();
    state.values().forEach((name, floats) -> given.put(name, (long) floats.length));
    if (!sizes.equals(given)) {
      throw new IllegalArgumentException(
          "the optimizer's state holds " + given + "; these settings need " + sizes);
    }
    for (Slot slot : slots) {
      slot.memory.replaceAll(
          (name, old) -> {
            NDArray restored =
                keep(manager.create(state.values().get(key(slot, name)), old.getShape()));
            old.close();
            return restored;
          });
    }
    steps = state.steps();
  }

  private static String key(Slot slot, String memory) {
    return slot.parameter.spec().name() + "/" + memory;
  }

  private NDArray keep(NDArray array) {
    NDScope.unregister(array);
    array.attach(manager);
    return array;
  }

  /** Frees what it remembers; the parameters stay. */
  @Override
  public void close() {
    manager.close();
  }
}

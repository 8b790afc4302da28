package io.promptsweep.backbone.weights;

import java.util.Optional;

/**
 * The Python names that a checkpoint's pickle may mention. Each stands for something this package
 * does itself; nothing is ever looked up or called by name.
 */
enum PickleGlobal {
  ORDERED_DICT("collections", "OrderedDict", null),
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2", null),
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter", null),
  FLOAT("torch", "FloatStorage", ElementType.F32),
  HALF("torch", "HalfStorage", ElementType.F16),
  BFLOAT16("torch", "BFloat16Storage", ElementType.BF16),
  DOUBLE("torch", "DoubleStorage", ElementType.F64),
  LONG("torch", "LongStorage", ElementType.I64),
  INT("torch", "IntStorage", ElementType.I32),
  SHORT("torch", "ShortStorage", ElementType.I16),
  CHAR("torch", "CharStorage", ElementType.I8),
  BYTE("torch", "ByteStorage", ElementType.U8),
  BOOL("torch", "BoolStorage", ElementType.BOOL);

  private final String module;
  private final String name;
  private final ElementType storage;

  PickleGlobal(String module, String name, ElementType storage) {
    this.module = module;
    this.name = name;
    this.storage = storage;
  }

  static Optional<PickleGlobal> of(String module, String name) {
    for (PickleGlobal global : values()) {
      if (global.module.equals(module) && global.name.equals(name)) {
        return Optional.of(global);
      }
    }
    return Optional.empty();
  }

  /** The elements of a storage class; empty for what is called. */
  Optional<ElementType> storage() {
    return Optional.ofNullable(storage);
  }
}

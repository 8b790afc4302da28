package io.promptsweep.backbone;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What the encoder made of a batch.
 *
 * @param states {@code [T, d]} in the backbone's precision
 * @param layout where each row's tokens lie
 * @param crossed per decoder layer, keys and values for cross-attention, {@code [T, 2*H*k]}
 * @param dropoutSeeds the seeds that the decoder's masks come from too, or null
 */
public record EncodedRows(
    NDArray states, DeviceLayout layout, List<NDArray> crossed, long[] dropoutSeeds) {}

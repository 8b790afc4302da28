/**
 * Files of named tensors, in every format that checkpoints come in: safetensors, and what {@code
 * torch.save} writes, read without running a pickle.
 */
package io.promptsweep.backbone.weights;

/** A backbone's numbers beside golden values of Hugging Face Transformers. */
package io.promptsweep.backbone.parity;

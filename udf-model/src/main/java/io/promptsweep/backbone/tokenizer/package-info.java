/** Text to T5's ids and back; tokenizer files are checked before a native library sees them. */
package io.promptsweep.backbone.tokenizer;

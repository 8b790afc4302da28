/** A task as token ids, held to the sizes of the backbone and of the settings. */
package io.promptsweep.training.data;

/**
 * The files of a model's folder: which there are, the Hugging Face cache, JSON as Python writes it,
 * and what is sometimes stored in a file's place.
 */
package io.promptsweep.backbone.files;

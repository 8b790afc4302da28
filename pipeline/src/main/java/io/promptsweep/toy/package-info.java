/**
 * The embedded toy world of the quickstart: a tiny random backbone and small tasks in the official
 * file formats, all made from a seed. It shows that the machinery works; it is no evidence about
 * methods.
 */
package io.promptsweep.toy;

/**
 * The embedded toy world of the quickstart: facts about people, animals and things, told in a small
 * English, from which follow plain text, nine tasks in the official file formats, the same kinds of
 * task behind written instructions, and a tiny backbone over the world's words. All made from
 * seeds; it shows that the machinery works, and is no evidence about methods.
 */
package io.promptsweep.toy;

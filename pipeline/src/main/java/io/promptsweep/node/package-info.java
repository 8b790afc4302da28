/** What a node keeps for every process of a user on it: copies of folders from elsewhere. */
package io.promptsweep.node;

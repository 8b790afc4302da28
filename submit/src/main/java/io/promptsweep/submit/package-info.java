/**
 * The command line: {@code main}, and one class a command. The only place that sees every module.
 */
package io.promptsweep.submit;

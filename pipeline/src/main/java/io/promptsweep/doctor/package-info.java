/** What is wrong with the machines of a sweep, found before hours are spent on them. */
package io.promptsweep.doctor;

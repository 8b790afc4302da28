/**
 * What a sweep will cost, before anything runs: cells with their ids, trainable parameters, steps
 * and tokens. Pure arithmetic on a configuration and what is known of backbone and data; loads no
 * weights and reads no examples.
 */
package io.promptsweep.sweep.plan;

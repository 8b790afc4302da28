/**
 * Metrics of predicted text: a prediction goes in as the text a model wrote, a number comes out,
 * never in percent. Golden values are scikit-learn's and SciPy's.
 */
package io.promptsweep.task.metric;
